// Rules that two people work on: nobody's change is lost without their knowing, a version is published with a comment, and going
// back to an older one decides the next conversation. The same with everything on and without JavaScript.

import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { becomeAdministrator, PASSWORD, signIn } from '../support/people';
import type { Portal } from '../support/portal';
import {
  acknowledge,
  addAgent,
  connect,
  createWorkstream,
  follow,
  giveCredentials,
  nameAccount,
  press,
  setUpChannel,
} from '../support/steps';
import { nb } from '../support/words';

const RESERVE = 'Default messaging queue';
const PATIENCE = { timeout: 1_000 };

test.use({ locale: nb.locale });

for (const hasScript of [true, false]) {
  test.describe(hasScript ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: hasScript });

    test('two people, one draft', async ({ portal, watched: kari, browser }) => {
      await becomeAdministrator(kari, portal, nb);
      await createQueues(kari, portal);
      await createWorkstream(kari, nb);
      const rules = `${kari.url()}/rules`;
      const ola = await colleague(kari, portal, browser, hasScript);

      await test.step('a rule is made and published with a comment', async () => {
        await addRule(kari, rules, 'Alt', 'Faktura');
        await publish(kari, rules, 'Alt til faktura', 2);
      });

      await test.step('the later of two edits sees the earlier, and nothing is lost', async () => {
        await Promise.all([kari.goto(`${rules}/route/0`), ola.goto(`${rules}/route/0`)]);
        await queue(kari).selectOption('Klager');
        await press(kari, nb.saveRule);
        await expect(kari.getByText('er lagret i utkastet')).toBeVisible();
        await ola.getByLabel(nb.name, { exact: true }).fill('Alt mulig');
        await press(ola, nb.saveRule);
        await expect(ola.getByRole('alert')).toContainText('Noen andre endret dette først');
        await expect(ola.getByText('Regelen er nå: Alle samtaler → Klager')).toBeVisible();
        await expect(ola.getByLabel(nb.name, { exact: true })).toHaveValue('Alt mulig');
        // Theirs is kept by choosing it, mine by saving again.
        await queue(ola).selectOption('Klager');
        await press(ola, nb.saveRule);
        await expect(ola.getByRole('heading', { name: 'Alt mulig' })).toBeVisible();
        await ola.goto(`${rules}/publish`);
        await expect(ola.getByText('Ny regel 1, «Alt mulig»').or(ola.getByText('Endret regel 1, «Alt mulig»'))).toBeVisible();
      });

      await test.step('a form that was open while somebody published keeps what was typed', async () => {
        await kari.goto(`${rules}/route/0`);
        await publish(ola, rules, 'Klager først', 3);
        await kari.getByLabel(nb.name, { exact: true }).fill('Alt som kommer');
        await press(kari, nb.saveRule);
        await expect(kari.getByRole('alert')).toContainText('Noen andre endret dette først');
        await expect(kari.getByLabel(nb.name, { exact: true })).toHaveValue('Alt som kommer');
        await press(kari, nb.saveRule);
        await expect(kari.getByRole('heading', { name: 'Alt som kommer' })).toBeVisible();
      });

      await test.step('a draft that is overtaken is told of, and waits', async () => {
        await kari.goto(`${rules}/publish`);
        await ola.goto(`${rules}/history`);
        await ola.getByRole('link', { name: 'Gå tilbake til versjon 2' }).click();
        await ola.getByRole('button', { name: 'Gå tilbake til versjon 2' }).click();
        await expect(ola.getByText('Reglene i versjon 2 er publisert på nytt som versjon 4.')).toBeVisible();
        await press(kari, 'Publiser');
        await expect(kari.getByRole('alert')).toContainText('Noen andre endret dette først');
        await expect(kari.getByText('Ola Hansen har publisert versjon 4 etter at utkastet ble påbegynt fra versjon 3.')).toBeVisible();
        await kari.goto(rules);
        await expect(kari.getByText('Noen har publisert versjon 4 etter at utkastet ble påbegynt fra versjon 3.')).toBeVisible();
        await expect(kari.getByRole('heading', { name: 'Alt som kommer' })).toBeVisible();
        await follow(kari, 'Velg hva som skal skje med utkastet');
        await press(kari, 'Behold utkastet');
        await publish(kari, rules, 'Som avtalt', 5);
      });

      await test.step('the history says who did what, and why', async () => {
        await ola.goto(`${rules}/history`);
        for (const [comment, who] of [
          ['Som avtalt', 'Kari Nordmann'],
          ['Klager først', 'Ola Hansen'],
          ['Alt til faktura', 'Kari Nordmann'],
        ] as const) {
          await expect(ola.getByRole('row', { name: comment })).toContainText(who);
        }
        await expect(ola.getByRole('row', { name: 'Som avtalt' })).toContainText('I kraft');
        await ola.getByRole('link', { name: 'Versjon 3', exact: true }).click();
        await expect(ola.getByRole('heading', { name: 'Alt mulig' })).toBeVisible();
      });
      await ola.context().close();
    });

    test('going back decides the next conversation', async ({ portal, watched: page }) => {
      await test.step('a channel', () => channel(page, portal, hasScript));
      const workstream = page.url();
      const rules = `${workstream}/rules`;
      await createQueues(page, portal);
      await addRule(page, rules, 'Alt', 'Faktura');
      await expectNewest(page, rules, 'Det er ingen samtaler ennå å prøve reglene på.');
      await publish(page, rules, 'Alt til faktura', 2);

      await write(page, workstream, 'Den første');
      await expectReason(page, 'Den første', 'Regelen «Alt» passet. Samtalen gikk til køen «Faktura».');

      await test.step('who publishes is told what would have gone elsewhere', async () => {
        await page.goto(`${rules}/route/0`);
        await queue(page).selectOption('Klager');
        await press(page, nb.saveRule);
        await expectNewest(page, rules, 'Den ene samtalen som har kommet, ville havnet et annet sted.');
        await follow(page, 'Se dem i tidsmaskinen');
        const moved = page.getByRole('table', { name: 'Fra kø til kø' });
        await expect(moved.getByRole('row', { name: /^Faktura/ })).toContainText('1');
      });

      await test.step('the time machine answers in place, and the address follows', async () => {
        await page.getByLabel('Regler', { exact: true }).selectOption('Versjon 2, gjelder nå');
        await press(page, 'Kjør om igjen');
        await expect(page).toHaveURL(/rules=2&window=newest/);
        await expect(page.getByText('Ingen ville flyttet seg')).toBeVisible();
        if (hasScript) await expect(page.getByRole('region', { name: 'Resultat' })).toBeFocused();
        await page.goBack();
        await expect(page.getByRole('table', { name: 'Fra kø til kø' })).toBeVisible();
        await page.getByLabel('Tidsrom').selectOption('Fra og til dato');
        await press(page, 'Kjør om igjen');
        await expect(page.getByText('Velg to datoer')).toBeVisible();
        await expect(page).toHaveTitle(/^Feil: /);
      });

      await test.step('back to the version without rules', async () => {
        await page.goto(`${rules}/history/1`);
        await follow(page, 'Gå tilbake til denne');
        await page.getByLabel(/^Kommentar/).fill('Køen er ikke klar');
        await page.getByRole('button', { name: 'Gå tilbake til versjon 1' }).click();
        await expect(page.getByRole('row', { name: 'Køen er ikke klar' })).toContainText('I kraft');
      });
      await write(page, workstream, 'Den andre');
      await expectReason(page, 'Den andre', new RegExp(`Samtalen gikk til reservekøen «${RESERVE}»`));
      // What was in the draft is there still.
      await page.goto(rules);
      await expect(page.getByText('Noen har publisert versjon 3')).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Alt', exact: true })).toBeVisible();
    });
  });
}

const queue = (page: Page) => page.getByLabel(nb.queue, { exact: true }).first();

async function createQueues(page: Page, portal: Portal): Promise<void> {
  for (const name of ['Faktura', 'Klager']) {
    await page.goto(`${portal.url}/queues/new`);
    await page.getByLabel(nb.name).fill(name);
    await press(page, nb.createQueue);
  }
}

async function addRule(page: Page, rules: string, name: string, to: string): Promise<void> {
  await page.goto(`${rules}/route/new`);
  await page.getByLabel(nb.name, { exact: true }).fill(name);
  await queue(page).selectOption(to);
  await press(page, nb.saveRule);
  await expect(page.getByText('er lagret i utkastet')).toBeVisible();
}

async function publish(page: Page, rules: string, comment: string, version: number): Promise<void> {
  await page.goto(`${rules}/publish`);
  await page.getByLabel(/^Kommentar/).fill(comment);
  await press(page, 'Publiser');
  await expect(page.getByText(`Reglene er publisert som versjon ${version} og gjelder fra nå.`)).toBeVisible();
}

async function expectNewest(page: Page, rules: string, sentence: string): Promise<void> {
  await page.goto(`${rules}/publish`);
  await expect(page.getByText(sentence)).toBeVisible();
}

/** Another administrator, in a browser of their own. */
async function colleague(page: Page, portal: Portal, browser: Browser, hasScript: boolean): Promise<Page> {
  await page.goto(`${portal.url}/users/new`);
  await page.getByLabel(nb.email).fill('ola@example.no');
  await page.getByLabel(nb.name, { exact: true }).fill('Ola Hansen');
  await page.getByLabel('Kanaladministrator', { exact: true }).check();
  await press(page, nb.makeInvitation);
  const link = await page.getByText(nb.invitationLink).first().innerText();
  const context = await browser.newContext({ locale: nb.locale, javaScriptEnabled: hasScript });
  const theirs = await context.newPage();
  await theirs.goto(link.trim());
  await theirs.getByLabel(nb.password, { exact: true }).fill(PASSWORD);
  await press(theirs, nb.acceptInvitation);
  await signIn(theirs, nb, 'ola@example.no');
  return theirs;
}

async function channel(page: Page, portal: Portal, hasScript: boolean): Promise<void> {
  await becomeAdministrator(page, portal, nb);
  await nameAccount(page, nb);
  await acknowledge(page, nb);
  await giveCredentials(page, nb);
  await connect(page, portal, nb, hasScript);
  await addAgent(page, nb);
  await press(page, nb.save);
  await createWorkstream(page, nb);
  await setUpChannel(page, nb);
}

/** A new customer writes. */
async function write(page: Page, workstream: string, said: string): Promise<void> {
  await page.goto(workstream);
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: /Android/ }).click();
  const phone = await opened;
  await phone.getByRole('button', { name: 'Ny samtale' }).click();
  await phone.getByLabel(nb.emulator.message, { exact: true }).fill(said);
  await phone.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(phone.getByText(said).first()).toBeVisible();
  await phone.close();
}

/** The newest conversation is the one with this message, and says why it is where it is. */
async function expectReason(page: Page, said: string, reason: string | RegExp): Promise<void> {
  const list = page.getByRole('navigation').getByRole('link', { name: nb.conversations, exact: true });
  await expect(async () => {
    await list.click();
    await page.getByRole('rowheader').getByRole('link').first().click(PATIENCE);
    await expect(page.getByText(said).first()).toBeVisible(PATIENCE);
  }).toPass();
  await expect(page.getByText(reason).first()).toBeVisible();
}
