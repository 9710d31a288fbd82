//! One walk along the chain. Pure: links come in order, and the faults are made of what did not fit.

use std::collections::BTreeSet;

use super::{Kind, MOST, Report, Tampering};
use crate::audit::{
    chain::{self, GENESIS, Hash},
    head::{Head, Mark, hexadecimal},
    store::chain::Link,
};

/// Whose word a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Witness {
    /// A head of the database; which one.
    Head(usize),
    /// A head from elsewhere.
    Anchor,
}

/// A mark, and whether the chain went through it; `None` when it did not come so far.
struct Point {
    mark: Mark,
    witness: Witness,
    fits: Option<bool>,
}

/// A link whose hash is not what the link before and its own content make.
struct Break {
    before: Hash,
    position: i64,
    event_id: i64,
    digest: Hash,
    hash: Hash,
}

/// An event whose content is not what its link was made of.
struct Change {
    position: i64,
    event_id: i64,
    sealed: Hash,
    found: Hash,
}

pub(super) struct Walk<'a> {
    heads: &'a [Head],
    anchors: usize,
    points: Vec<Point>,
    next_point: usize,
    forged: Vec<i64>,
    /// The hash before, unless a gap hides it, and the one before that.
    before: Option<Hash>,
    before_that: Option<Hash>,
    /// By how much the numbers of the links were moved so far.
    shift: i64,
    position: i64,
    count: i64,
    /// The link before did not fit: what follows may tell why.
    is_broken: bool,
    breaks: Vec<Break>,
    changes: Vec<Change>,
    found: Vec<Tampering>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(heads: &'a [Head], keys: &[(String, [u8; 32])], anchors: &[Mark]) -> Self {
        let is_ours = |head: &Head| {
            keys.iter().find(|(id, _)| *id == head.key_id).map(|(_, key)| hexadecimal(key) == head.public_key)
        };
        // A key that was dropped can vouch for nothing itself; a later head of a key that is held vouches for all before it.
        let vouched = heads.iter().filter(|head| is_ours(head) == Some(true)).map(|head| head.count).max().unwrap_or(0);
        let (mut points, mut forged) = (Vec::new(), Vec::new());
        for (number, head) in heads.iter().enumerate() {
            let is_known = is_ours(head).unwrap_or(head.count < vouched);
            match head.signed_hash().filter(|_| is_known) {
                Some(hash) => {
                    let mark = Mark { count: head.count, hash };
                    points.push(Point { mark, witness: Witness::Head(number), fits: None });
                }
                None => forged.push(head.count),
            }
        }
        points.extend(anchors.iter().map(|mark| Point { mark: *mark, witness: Witness::Anchor, fits: None }));
        points.sort_by_key(|point| point.mark.count);
        Self {
            heads,
            anchors: anchors.len(),
            points,
            next_point: 0,
            forged,
            before: Some(GENESIS),
            before_that: None,
            shift: 0,
            position: 0,
            count: 0,
            is_broken: false,
            breaks: Vec::new(),
            changes: Vec::new(),
            found: Vec::new(),
        }
    }

    pub(super) fn step(&mut self, link: Link) {
        self.count += 1;
        let (Ok(digest), Ok(hash)) = (Hash::try_from(link.digest.as_slice()), Hash::try_from(link.hash.as_slice()))
        else {
            self.fault(Kind::Edited, Some(link.position), Some(link.event_id));
            (self.position, self.before_that, self.before) = (link.position, None, None);
            return;
        };
        if link.position != self.position + 1 {
            self.fault(Kind::Deleted, Some(self.position + 1), None);
            (self.before_that, self.before) = (None, None);
        }
        self.position = link.position;
        self.check_event(&link, digest);
        let follow = self.check_link(&link, digest, hash);
        (self.before_that, self.before) = (self.before, Some(follow));
        self.check_points(hash);
    }

    fn check_event(&mut self, link: &Link, sealed: Hash) {
        let Some(event) = &link.event else {
            return self.fault(Kind::Deleted, Some(link.position), Some(link.event_id));
        };
        let found = event.digest();
        if found != sealed && self.changes.len() < MOST {
            self.changes.push(Change { position: link.position, event_id: link.event_id, sealed, found });
        }
    }

    /// Returns the hash that the next link has to follow.
    fn check_link(&mut self, link: &Link, digest: Hash, hash: Hash) -> Hash {
        let Some(before) = self.before else { return hash };
        let at = |before: &Hash, shift: i64| chain::link(before, link.position + shift, link.event_id, &digest) == hash;
        if at(&before, self.shift) {
            self.is_broken = false;
            return hash;
        }
        if self.is_broken && at(&before, self.shift + 1) {
            // The numbers from the break on are one too small: a link before it is gone.
            self.shift += 1;
            self.is_broken = false;
            if let Some(gap) = self.breaks.pop() {
                self.fault(Kind::Deleted, Some(gap.position), None);
            }
            return hash;
        }
        if self.before_that.is_some_and(|before| at(&before, self.shift - 1)) {
            // It follows the link before the last. So that one belongs behind this one, or nowhere.
            let last = if self.is_broken { self.breaks.pop() } else { None };
            self.is_broken = false;
            let place = link.position + self.shift;
            if let Some(last) = &last
                && chain::link(&hash, place, last.event_id, &last.digest) == last.hash
            {
                self.fault(Kind::Reordered, Some(last.position), Some(last.event_id));
                return last.hash;
            }
            self.shift -= 1;
            self.fault(Kind::Inserted, Some(link.position - 1), None);
            return hash;
        }
        self.is_broken = true;
        if self.breaks.len() < MOST {
            let (position, event_id) = (link.position, link.event_id);
            self.breaks.push(Break { before, position, event_id, digest, hash });
        }
        hash
    }

    fn check_points(&mut self, hash: Hash) {
        while let Some(point) = self.points.get_mut(self.next_point) {
            if point.mark.count > self.position {
                break;
            }
            // Behind the place already: a gap swallowed it.
            point.fits = Some(point.mark.count == self.position && point.mark.hash == hash);
            self.next_point += 1;
        }
    }

    fn fault(&mut self, kind: Kind, position: Option<i64>, event_id: Option<i64>) {
        if self.found.len() < MOST {
            self.found.push(Tampering { kind, position, event_id });
        }
    }

    /// What is wrong, from everything that did not fit.
    pub(super) fn end(mut self, strays: &[i64], vanished: &[i64], waiting: i64) -> Report {
        self.judge_changes();
        self.judge_breaks();
        for event_id in strays {
            self.fault(Kind::Inserted, None, Some(*event_id));
        }
        for event_id in vanished {
            self.fault(Kind::Deleted, None, Some(*event_id));
        }
        for count in std::mem::take(&mut self.forged) {
            self.fault(Kind::HeadForged, Some(count), None);
        }
        self.judge_points();
        self.found.sort_by_key(|fault| (fault.position.unwrap_or(i64::MAX), fault.event_id));
        let fitting = || self.points.iter().filter(|point| point.fits == Some(true));
        let mut heads = fitting().filter_map(|point| match point.witness {
            Witness::Head(number) => self.heads.get(number),
            Witness::Anchor => None,
        });
        let anchored = fitting().filter(|point| point.witness == Witness::Anchor).map(|point| point.mark.count).max();
        Report {
            count: self.count,
            waiting,
            heads: self.heads.len(),
            anchors: self.anchors,
            last_head: heads.next_back().cloned(),
            anchored: anchored.unwrap_or(0),
            tampering: self.found,
        }
    }

    /// An event with the content of another one has changed places with it.
    fn judge_changes(&mut self) {
        let changes = std::mem::take(&mut self.changes);
        let sealed: BTreeSet<Hash> = changes.iter().map(|change| change.sealed).collect();
        for change in changes {
            let is_told = |fault: &Tampering| fault.position == Some(change.position) && fault.kind == Kind::Inserted;
            if self.found.iter().any(is_told) {
                continue;
            }
            let is_moved = sealed.contains(&change.found);
            let kind = if is_moved { Kind::Reordered } else { Kind::Edited };
            // The link was made for something else, too: one fault, not two.
            self.breaks.retain(|gap| gap.position != change.position);
            self.fault(kind, Some(change.position), Some(change.event_id));
        }
    }

    /// A link that follows where another one stands was moved from there.
    fn judge_breaks(&mut self) {
        let breaks = std::mem::take(&mut self.breaks);
        let fits = |link: &Break, place: &Break| {
            chain::link(&place.before, place.position + self.shift, link.event_id, &link.digest) == link.hash
                || chain::link(&place.before, place.position, link.event_id, &link.digest) == link.hash
        };
        let is_moved = breaks
            .iter()
            .enumerate()
            .any(|(here, link)| breaks.iter().enumerate().any(|(there, place)| here != there && fits(link, place)));
        for gap in breaks {
            let kind = if is_moved { Kind::Reordered } else { Kind::Edited };
            self.fault(kind, Some(gap.position), Some(gap.event_id));
        }
    }

    /// A chain that is sound in itself but does not go through its marks was cut off, or made anew from some place on.
    fn judge_points(&mut self) {
        let good = self.points.iter().filter(|point| point.fits == Some(true)).map(|point| point.mark.count).max();
        let is_other = self.points.iter().any(|point| point.fits == Some(false));
        let is_short = self.points.iter().any(|point| point.fits.is_none());
        if is_other && self.found.iter().all(|fault| fault.kind == Kind::HeadForged) {
            let kind = if good.is_some() { Kind::Regrown } else { Kind::Rewritten };
            self.fault(kind, Some(good.unwrap_or(0)), None);
        } else if is_short && self.shift == 0 {
            self.fault(Kind::Truncated, Some(self.position), None);
        }
    }
}
