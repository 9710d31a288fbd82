use crate::problem::Problem;

pub(crate) struct Problems {
    pub(crate) text: fn(&Problem) -> String,
    pub(crate) unknown_thing: &'static str,
    pub(crate) no_webhook: &'static str,
    pub(crate) unknown_name: fn(&str) -> String,
}

pub(crate) const NB: Problems = Problems {
    text: |problem| match problem {
        Problem::UrlMissing => "Lim inn adressen til webhooken.".to_owned(),
        Problem::UrlUnreadable => "Dette er ikke en hel adresse. Den må begynne med http://".to_owned(),
        Problem::UrlIsHttps => "Emulatoren snakker ren http på denne maskinen. Bruk adressen med http://".to_owned(),
        Problem::UrlScheme { scheme } => {
            format!("Adressen må begynne med http://, ikke {scheme}:")
        }
        Problem::UrlNotLoopback { host } => {
            format!("Emulatoren sender bare til denne maskinen (localhost eller 127.0.0.1), ikke til {host}.")
        }
        Problem::TokenMissing => "Lim inn klienttokenet.".to_owned(),
        Problem::TokenTooLong => "Tokenet kan ha høyst 1024 byte.".to_owned(),
        Problem::NameMissing => "Skriv inn et navn.".to_owned(),
        Problem::NameTooLong => "Navnet kan ha høyst 100 tegn.".to_owned(),
        Problem::BrandIdUnfit => {
            "Merke-ID kan ha bokstaver fra a til z, tall, bindestrek, punktum og understrek, høyst 100 tegn.".to_owned()
        }
        Problem::AgentIdUnfit => {
            "Agent-ID kan ha bokstaver fra a til z, tall, bindestrek, punktum og understrek, høyst 100 tegn.".to_owned()
        }
        Problem::WebhookUnknown => "Velg en webhook fra listen.".to_owned(),
        Problem::TextMissing => "Skriv noe først.".to_owned(),
        Problem::TextTooLong => "Teksten kan ha høyst 20 000 tegn.".to_owned(),
        Problem::ConversationIdUnfit => "Samtale-ID har samme tegn som en agent-ID.".to_owned(),
    },
    unknown_thing: "Finnes ikke her.",
    no_webhook: "Agenten har ingen webhook.",
    unknown_name: |name| format!("Kjenner ikke «{name}»."),
};

pub(crate) const EN: Problems = Problems {
    text: |problem| match problem {
        Problem::UrlMissing => "Paste the address of the webhook.".to_owned(),
        Problem::UrlUnreadable => "This is not a whole address. It must start with http://".to_owned(),
        Problem::UrlIsHttps => {
            "The emulator speaks plain http on this machine. Use the address with http://".to_owned()
        }
        Problem::UrlScheme { scheme } => {
            format!("The address must start with http://, not {scheme}:")
        }
        Problem::UrlNotLoopback { host } => {
            format!("The emulator sends to this machine only (localhost or 127.0.0.1), not to {host}.")
        }
        Problem::TokenMissing => "Paste the client token.".to_owned(),
        Problem::TokenTooLong => "The token can be at most 1024 bytes.".to_owned(),
        Problem::NameMissing => "Enter a name.".to_owned(),
        Problem::NameTooLong => "The name can be at most 100 characters.".to_owned(),
        Problem::BrandIdUnfit => {
            "The Brand ID can have letters a to z, digits, hyphen, full stop and underscore, at most 100 characters."
                .to_owned()
        }
        Problem::AgentIdUnfit => {
            "The Agent ID can have letters a to z, digits, hyphen, full stop and underscore, at most 100 characters."
                .to_owned()
        }
        Problem::WebhookUnknown => "Choose a webhook from the list.".to_owned(),
        Problem::TextMissing => "Write something first.".to_owned(),
        Problem::TextTooLong => "The text can be at most 20,000 characters.".to_owned(),
        Problem::ConversationIdUnfit => "A conversation ID has the same letters as an Agent ID.".to_owned(),
    },
    unknown_thing: "Not found here.",
    no_webhook: "The agent has no webhook.",
    unknown_name: |name| format!("\"{name}\" is not known."),
};
