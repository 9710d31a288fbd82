// Rules tried while a form is filled in: the browser answers by itself, and as the server does.

import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { becomeAdministrator } from '../support/people';
import { en, nb } from '../support/words';

const READERS = [
  {
    words: nb,
    name: 'Kundens navn',
    text: 'Første melding',
    date: 'Mottatt dato',
    time: 'Mottatt klokken',
    rules: 'Regler',
    press: 'Prøv',
    ruleByRule: 'Regel for regel',
    fallback: 'Ingen regel passet. Samtalen gikk til reservekøen «Default messaging queue».',
    chosen: (rule: string, queue: string) => `Regelen «${rule}» passet. Samtalen gikk til køen «${queue}».`,
    drawn: /Trekningen fra 0 til 99 ga \d+/,
    applied: 'Brukt',
    seen: 'Vurdert',
    holds: 'Stemmer:',
    holdsNot: 'Stemmer ikke:',
    unread: /^Skjemaet kan ikke brukes/,
    otherRules: /^Reglene du har valgt, er ikke lastet inn/,
  },
  {
    words: en,
    name: "Customer's name",
    text: 'First message',
    date: 'Date received',
    time: 'Time received',
    rules: 'Rules',
    press: 'Try',
    ruleByRule: 'Rule by rule',
    fallback: 'No rule matched. The conversation went to the fallback queue “Default messaging queue”.',
    chosen: (rule: string, queue: string) => `The rule “${rule}” matched. The conversation went to the queue “${queue}”.`,
    drawn: /\d+/,
    applied: 'Applied',
    seen: 'Processed',
    holds: 'Holds:',
    holdsNot: 'Does not hold:',
    unread: /^The form cannot be used/,
    otherRules: /^The rules you have chosen/,
  },
];

for (const reader of READERS) {
  test.describe(reader.words.tag, () => {
    test.use({ locale: reader.words.locale });

    test('the browser answers as the server does', async ({ portal, watched: page }) => {
      await becomeAdministrator(page, portal, reader.words);
      await portal.apply('try-it.toml');
      await page.goto(`${portal.url}/workstreams`);
      await page.getByRole('link', { name: 'Fjordbank messages' }).first().click();
      await page.goto(`${page.url()}/rules/try`);
      const answer = page.getByRole('status');
      const field = (name: string) => page.getByRole('textbox', { name });

      // A Wednesday, at noon.
      await page.getByLabel(reader.date).fill('2026-06-03');
      await page.getByLabel(reader.time).fill('12:00');
      await expect(answer).toHaveText(reader.fallback);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));

      await test.step('a name', async () => {
        await field(reader.name).pressSequentially('Kari Gulliksen');
        await expect(answer).toHaveText(reader.chosen('Gullkunder', 'Gullkunder'));
        await expect(shown(page, 'Gull', reader.applied)).toHaveCount(1);
        await expect(shown(page, 'Gullkunder', reader.applied)).toHaveCount(1);
        await expect(shown(page, 'Gullkunder', reader.holds)).toHaveCount(1);
        await expect(shown(page, 'Gullkunder', reader.holdsNot)).toHaveCount(1);
        await expect(shown(page, 'Helg', reader.seen)).toHaveCount(1);
        await expect(shown(page, 'Helg', reader.holdsNot)).toHaveCount(2);
      });

      await test.step('a weekday of the zone, and a time', async () => {
        await field(reader.text).fill('Om en\nfaktura');
        await page.getByLabel(reader.date).fill('2026-06-06');
        await expect(answer).toHaveText(reader.chosen('Helg', 'Helg'));
        await page.getByLabel(reader.date).fill('2026-06-03');
        await expect(answer).toContainText(reader.drawn);
        await expect(shown(page, 'Delt', reader.applied)).toHaveCount(1);
      });

      await test.step('what cannot be answered here', async () => {
        await page.getByLabel(reader.date).fill('');
        await expect(answer).toHaveText(reader.unread);
        await page.getByLabel(reader.date).fill('2026-06-03');
        await expect(answer).toContainText(reader.drawn);
        await page.getByLabel(reader.rules, { exact: true }).selectOption('draft');
        await expect(answer).toHaveText(reader.otherRules);
        await page.getByLabel(reader.rules, { exact: true }).selectOption('2');
        await expect(answer).toContainText(reader.drawn);
      });
      expect(asked, 'the browser asks nobody').toEqual([]);

      await test.step('the server says the same', async () => {
        const told = await answer.getByRole('paragraph').allInnerTexts();
        expect(told).toHaveLength(2);
        await page.getByRole('button', { name: reader.press, exact: true }).click();
        await expect(page).toHaveURL(/filled=true/);
        await expect(answer).toContainText(reader.drawn);
        expect(await answer.getByRole('paragraph').allInnerTexts()).toEqual(told);
        for (const sentence of told) {
          await expect(page.getByText(sentence, { exact: true })).toHaveCount(2);
        }
      });
    });
  });
}

/** What people can see or hear of these words at a rule. */
function shown(page: Page, rule: string, words: string) {
  const heading = page.getByRole('heading', { level: 4, name: new RegExp(`^${rule} `) });
  return page.getByRole('listitem').filter({ has: heading }).getByText(words, { exact: true }).filter({ visible: true });
}
