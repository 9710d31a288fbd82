//! Every text on the pages, in bokmål and English. The compiler proves both complete.

mod agents;
mod console;
mod deliveries;
mod faults;
mod frame;
mod phone;
mod problems;

use jiff::{Timestamp, tz::TimeZone};

pub(crate) use self::{
    agents::Agents, console::Console, deliveries::Deliveries, faults::Faults, frame::Frame, phone::Phone,
    problems::Problems,
};

/// A language of the pages. Norwegian first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Lang {
    #[default]
    Nb,
    En,
}

pub(crate) struct Words {
    pub(crate) frame: Frame,
    pub(crate) console: Console,
    pub(crate) agents: Agents,
    pub(crate) phone: Phone,
    pub(crate) deliveries: Deliveries,
    pub(crate) faults: Faults,
    pub(crate) problems: Problems,
}

static NB: Words = Words {
    frame: frame::NB,
    console: console::NB,
    agents: agents::NB,
    phone: phone::NB,
    deliveries: deliveries::NB,
    faults: faults::NB,
    problems: problems::NB,
};

static EN: Words = Words {
    frame: frame::EN,
    console: console::EN,
    agents: agents::EN,
    phone: phone::EN,
    deliveries: deliveries::EN,
    faults: faults::EN,
    problems: problems::EN,
};

impl Lang {
    /// Reads a language tag: `nb-NO`, `no`, `nn` and `en-GB` are known, `da` is not.
    pub(crate) fn parse(tag: &str) -> Option<Self> {
        let language = tag.split('-').next()?.to_ascii_lowercase();
        match language.as_str() {
            "nb" | "no" | "nn" => Some(Self::Nb),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::En => "en",
        }
    }

    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::Nb => &NB,
            Self::En => &EN,
        }
    }

    /// `09.14.20` or `09:14:20`.
    pub(crate) fn clock(self, at: Timestamp, zone: &TimeZone) -> String {
        let format = match self {
            Self::Nb => "%H.%M.%S",
            Self::En => "%H:%M:%S",
        };
        at.to_zoned(zone.clone()).strftime(format).to_string()
    }

    /// `09.14` or `09:14`.
    pub(crate) fn short_clock(self, at: Timestamp, zone: &TimeZone) -> String {
        let mut clock = self.clock(at, zone);
        clock.truncate(5);
        clock
    }
}
