// Asks the browser's engine: node answer.mjs ENGINE.mjs ENGINE.wasm QUESTIONS
//
// A question is a line with a list of texts: `decide` and a case, or `answer`, a kit and forms. Texts, since numbers of JavaScript
// would not hold every seed.

import { readFileSync } from 'node:fs';

const [js, wasm, questions] = process.argv.slice(2);
const { decide, Engine, initSync } = await import(js);
initSync({ module: readFileSync(wasm) });

const answers = readFileSync(questions, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => {
    const [ask, first, ...forms] = JSON.parse(line);
    if (ask === 'decide') return [decide(first) ?? null];
    const engine = Engine.read(first);
    const told = forms.map((form) => engine.answer(form) ?? null);
    engine.free();
    return told;
  });
process.stdout.write(answers.map((answer) => JSON.stringify(answer)).join('\n'));
