//! The script that starts the islands.

/// The text of the `<script type="module">` of a page with islands. It waits until the browser is idle, marks
/// `<body data-hydrated>` when the islands are alive, and wakes the islands of a region that `Live` has swapped.
/// Nothing is preloaded: the page is complete without it.
#[must_use]
pub fn loader(js: &str, wasm: &str) -> String {
    format!(
        "const start=async()=>{{const m=await import({js:?});await m.default({{module_or_path:{wasm:?}}});m.hydrate();\
         const wake=r=>{{for(const i of r.querySelectorAll('leptos-island'))m[i.dataset.component]?.(i)}};\
         wake(document.body);addEventListener('live:swapped',e=>wake(e.target));document.body.dataset.hydrated=''}};\
         'requestIdleCallback'in window?requestIdleCallback(start,{{timeout:2000}}):setTimeout(start)"
    )
}

/// The same for the engine, of a page with an element that names its two files in `data-engine-js` and `data-engine-wasm`. It is no
/// island and no part of their library, so that no other page has to fetch it.
pub const ENGINE_LOADER: &str = "const begin=async()=>{const e=document.querySelector('[data-engine-js]');if(!e)return;\
    const m=await import(e.dataset.engineJs);await m.default({module_or_path:e.dataset.engineWasm});m.begin(e);\
    document.body.dataset.hydrated=''};\
    'requestIdleCallback'in window?requestIdleCallback(begin,{timeout:2000}):setTimeout(begin)";

#[cfg(test)]
mod tests {
    #[test]
    fn names_the_files_as_javascript_strings() {
        let script = super::loader("/pkg/a.1.js", "/pkg/a.1.wasm");
        assert!(script.contains(r#"import("/pkg/a.1.js")"#));
        assert!(script.contains(r#"module_or_path:"/pkg/a.1.wasm""#));
    }
}
