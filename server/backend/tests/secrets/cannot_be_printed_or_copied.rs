//! A secret has no text and no twin, and says nothing of whether it equals another.

use backend::vault::{AccountClientToken, Secured};

fn print(token: &Secured<AccountClientToken>) {
    println!("{token}");
}

fn copy(token: &Secured<AccountClientToken>) -> Secured<AccountClientToken> {
    token.clone()
}

fn compare(one: &Secured<AccountClientToken>, other: &Secured<AccountClientToken>) -> bool {
    *one == *other
}

fn main() {}
