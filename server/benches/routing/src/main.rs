//! `make bench`, its part on routing: decisions a second of the product's engine and of zen-engine, on one core, on the same rules and
//! the same contexts. Both are compiled beforehand, both only decide; their answers are compared before anything is timed. They are
//! measured in turns, so that a noisy machine treats them alike.

mod ours;
mod work;
mod zen;

use std::{hint::black_box, time::Instant};

use anyhow::{Result, ensure};

/// How often each is measured; the median counts.
const ROUNDS: usize = 7;
/// How long one measurement takes, at least.
const SECONDS: f64 = 0.5;

fn main() -> Result<()> {
    let work = work::Work::new(100);
    let ours = ours::Engine::new(&work)?;
    let zen = zen::Engine::new(&work)?;
    let (our_inputs, zen_inputs) = (ours.inputs(&work), zen.inputs(&work));
    for (at, (our, their)) in our_inputs.iter().zip(&zen_inputs).enumerate() {
        let (our, their) = (ours.decide(our), zen.decide(their)?);
        ensure!(our == their, "context {at}: ours says {our:?}, zen-engine {their:?}");
        ensure!(our == work.contexts[at].rule, "context {at} is meant for {:?}, not {our:?}", work.contexts[at].rule);
    }

    let (mut decisions, mut ratios) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let theirs = per_second(&zen_inputs, |input| zen.decide(input).ok());
        let own = ours.timed(|decide| per_second(&our_inputs, decide));
        decisions.push(own);
        ratios.push(own / theirs);
    }
    println!("routing_decisions_per_second: {:.0}", median(decisions));
    println!("routing_vs_zen_ratio: {:.1}", median(ratios));

    let large = work::Work::new(200);
    let engine = ours::Engine::new(&large)?;
    let inputs = engine.inputs(&large);
    let traces = (0..ROUNDS).map(|_| engine.timed_with_trace(|decide| per_second(&inputs, decide)));
    println!("routing_trace_200_rules_us: {:.2}", 1e6 / median(traces.collect()));
    Ok(())
}

/// How many inputs are decided in a second, whole passes only.
fn per_second<Input, Answer>(inputs: &[Input], mut decide: impl FnMut(&Input) -> Answer) -> f64 {
    let began = Instant::now();
    let mut done = 0.0;
    loop {
        for input in inputs {
            black_box(decide(black_box(input)));
            done += 1.0;
        }
        let seconds = began.elapsed().as_secs_f64();
        if seconds >= SECONDS {
            return done / seconds;
        }
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
