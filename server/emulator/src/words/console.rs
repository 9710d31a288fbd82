use crate::handshake::Refusal;

pub(crate) struct Console {
    pub(crate) lead: &'static str,
    pub(crate) webhook: &'static str,
    pub(crate) webhook_lead: &'static str,
    pub(crate) url: &'static str,
    pub(crate) url_hint: &'static str,
    pub(crate) token: &'static str,
    pub(crate) token_hint: &'static str,
    pub(crate) verify: &'static str,
    pub(crate) verified: &'static str,
    pub(crate) verified_lead: fn(&str) -> String,
    pub(crate) not_verified: &'static str,
    pub(crate) not_checked: &'static str,
    pub(crate) check_again: &'static str,
    pub(crate) forget: &'static str,
    pub(crate) webhooks: &'static str,
    pub(crate) no_webhooks: &'static str,
    pub(crate) partner: &'static str,
    pub(crate) own: fn(&str) -> String,
    pub(crate) checked_at: fn(&str) -> String,
    pub(crate) refusal: fn(&Refusal) -> String,
    pub(crate) advice: fn(&Refusal) -> &'static str,
    pub(crate) phones: &'static str,
    pub(crate) no_phones: &'static str,
    pub(crate) latest: &'static str,
    pub(crate) all_deliveries: &'static str,
}

pub(crate) const NB: Console = Console {
    lead: "Her gjør du det partneren gjorde hos Google: angir hvor hendelsene skal, og beviser at adressen er din.",
    webhook: "Webhook",
    webhook_lead: "Lim inn adressen fra portalen og klienttokenet til kontoen. Google spør adressen om å svare med en hemmelighet.",
    url: "URL for endepunkt for webhook",
    url_hint: "Adressen portalen viser under Toveis tilkobling. Den må være på denne maskinen.",
    token: "Klienttoken",
    token_hint: "Det samme som er lagret på kontoen i portalen.",
    verify: "Bekreft",
    verified: "Bekreftet",
    verified_lead: |url| format!("{url} svarte med hemmeligheten. Hendelser sendes dit."),
    not_verified: "Ikke bekreftet",
    not_checked: "Ikke kontrollert",
    check_again: "Kontroller på nytt",
    forget: "Fjern",
    webhooks: "Lagrede webhooker",
    no_webhooks: "Ingen ennå. Den første du kontrollerer, dukker opp her.",
    partner: "Hele partneren",
    own: |agent| format!("Bare {agent}"),
    checked_at: |time| format!("kontrollert kl. {time}"),
    refusal: |refusal| match refusal {
        Refusal::Unreachable { reason } => format!("Fikk ikke kontakt ({reason})."),
        Refusal::TimedOut => "Adressen svarte ikke i tide.".to_owned(),
        Refusal::Redirected { status, to } => {
            format!("Svarte med videresending ({status}) til {to}. Videresendinger følges ikke.")
        }
        Refusal::Status { status } => format!("Svarte med status {status}, ikke 200."),
        Refusal::WrongBody { got } if got.is_empty() => {
            "Svarte 200, men uten innhold. Svaret skal være hemmeligheten alene.".to_owned()
        }
        Refusal::WrongBody { got } => {
            format!("Svarte 200, men innholdet er ikke hemmeligheten alene: «{got}».")
        }
    },
    advice: |refusal| match refusal {
        Refusal::Unreachable { .. } => "Kjører portalen på denne adressen?",
        Refusal::TimedOut => "Se i loggen til portalen hva den holdt på med.",
        Refusal::Redirected { .. } => "Bruk adressen slik portalen viser den.",
        Refusal::Status { status: 403 } => {
            "Tokenet stemmer ikke med kontoen, eller personvernerklæringen er ikke godkjent."
        }
        Refusal::Status { status: 404 } => "Ingen konto har denne adressen. Kopier den på nytt.",
        Refusal::Status { status: 500..=599 } => "Portalen er ikke klar. Prøv igjen om litt.",
        Refusal::Status { .. } => "Kontroller at adressen er den portalen viser.",
        Refusal::WrongBody { .. } => {
            "Mottakeren skal svare med hemmeligheten som ren tekst, uten anførselstegn og linjeskift."
        }
    },
    phones: "Telefoner",
    no_phones: "Når du åpner testlenken til en agent i portalen, dukker telefonen opp her. Du kan også legge til agenten selv.",
    latest: "Siste leveringer",
    all_deliveries: "Alle leveringer",
};

pub(crate) const EN: Console = Console {
    lead: "Do here what a partner did at Google: say where events go, and prove that the address is yours.",
    webhook: "Webhook",
    webhook_lead: "Paste the address from the portal and the account's client token. Google asks the address to answer with a secret.",
    url: "Webhook endpoint URL",
    url_hint: "The address that the portal shows under Two-way connection. It must be on this machine.",
    token: "Client token",
    token_hint: "The same one that is stored on the account in the portal.",
    verify: "Verify",
    verified: "Verified",
    verified_lead: |url| format!("{url} answered with the secret. Events go there."),
    not_verified: "Not verified",
    not_checked: "Not checked",
    check_again: "Check again",
    forget: "Remove",
    webhooks: "Saved webhooks",
    no_webhooks: "None yet. The first one you check appears here.",
    partner: "The whole partner",
    own: |agent| format!("Only {agent}"),
    checked_at: |time| format!("checked at {time}"),
    refusal: |refusal| match refusal {
        Refusal::Unreachable { reason } => format!("Could not be reached ({reason})."),
        Refusal::TimedOut => "The address did not answer in time.".to_owned(),
        Refusal::Redirected { status, to } => {
            format!("Answered with a redirect ({status}) to {to}. Redirects are not followed.")
        }
        Refusal::Status { status } => format!("Answered with status {status}, not 200."),
        Refusal::WrongBody { got } if got.is_empty() => {
            "Answered 200, but with nothing in it. The answer must be the secret alone.".to_owned()
        }
        Refusal::WrongBody { got } => {
            format!("Answered 200, but the body is not the secret alone: \"{got}\".")
        }
    },
    advice: |refusal| match refusal {
        Refusal::Unreachable { .. } => "Is the portal running at this address?",
        Refusal::TimedOut => "See in the portal's log what it was doing.",
        Refusal::Redirected { .. } => "Use the address exactly as the portal shows it.",
        Refusal::Status { status: 403 } => {
            "The token is not the account's, or the privacy notice has not been acknowledged."
        }
        Refusal::Status { status: 404 } => "No account has this address. Copy it again.",
        Refusal::Status { status: 500..=599 } => "The portal is not ready. Try again in a moment.",
        Refusal::Status { .. } => "Check that the address is the one the portal shows.",
        Refusal::WrongBody { .. } => {
            "The receiver must answer with the secret as plain text, without quotes or line breaks."
        }
    },
    phones: "Phones",
    no_phones: "When you open an agent's test link in the portal, its phone appears here. You can also add the agent yourself.",
    latest: "Latest deliveries",
    all_deliveries: "All deliveries",
};
