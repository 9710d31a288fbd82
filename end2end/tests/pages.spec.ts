// Every page of a portal with one of everything: accessible, quiet in the console and no wider than the window; in both
// languages, light and dark, wide and narrow. Each pair of these meets in one of four readers. Axe, which takes most of the time,
// is asked where the page is in a language, a theme or a width that it has not seen: by the first two.

import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { look } from '../support/look';
import { becomeAdministrator, read } from '../support/people';
import { accounts, fieldSecurity, LISTS, MISSING, privacy, queues, rules, secrets, traffic, users, workstreams } from '../support/places';
import type { Portal } from '../support/portal';
import { signInAsAgent, type Stock } from '../support/stock';
import { en, nb, type Words } from '../support/words';

const READERS = [
  { words: nb, colorScheme: 'light', width: 1280, axe: true },
  { words: en, colorScheme: 'dark', width: 360, axe: true },
  { words: nb, colorScheme: 'dark', width: 360, axe: false },
  { words: en, colorScheme: 'light', width: 1280, axe: false },
] as const;

// A trace of hundreds of pages takes longer than the pages.
test.use({ trace: 'off' });

for (const { words, colorScheme, width, axe } of READERS) {
  test.describe(`${words.tag}, ${colorScheme}, ${width} px`, () => {
    test.use({ locale: words.locale, colorScheme, viewport: { width, height: 800 } });
    test.setTimeout(300_000);

    const visit = async (page: Page, portal: Portal, paths: string[]) => {
      for (const path of paths) {
        await page.goto(portal.url + path);
        await look(page, words, axe);
      }
    };

    test('pages', async ({ watched: page, stocked: { portal, stock, session } }) => {
      await page.context().addCookies(session);
      await read(page, portal, words);
      await test.step('lists and forms', () => visit(page, portal, LISTS));
      await test.step('accounts', () => visit(page, portal, accounts(stock)));
      await test.step('secrets', () => visit(page, portal, secrets(stock)));
      await test.step('privacy', () => visit(page, portal, privacy(stock)));
      await test.step('workstreams', () => visit(page, portal, workstreams(stock)));
      await test.step('rules', () => visit(page, portal, rules(stock)));
      await test.step('channel', () => setUp(page, portal, stock, words, axe));
      await test.step('queues', () => visit(page, portal, queues(stock)));
      await test.step('conversations and receipts', () => visit(page, portal, traffic(stock)));
      await test.step('users', () => visit(page, portal, users(stock)));
      await test.step('field security', () => visit(page, portal, fieldSecurity));
      await test.step('pages that are not there', () => visit(page, portal, MISSING));
      await test.step('menus', () => menus(page, portal, words, axe));
    });

    test('forms that are sent back', async ({ watched: page, stocked: { portal, stock, session } }) => {
      await page.context().addCookies(session);
      await read(page, portal, words);
      const forms: [string, string | RegExp][] = [
        ['/accounts/new', words.next],
        [`${stock.bareDraft}/setup/privacy`, words.acknowledge],
        [`${stock.bareDraft}/setup/partner`, words.next],
        [`${stock.draft}/setup/agents`, words.add],
        [`${stock.account}/edit`, words.saveName],
        [`${stock.draft}/delete`, words.delete],
        [stock.freeAgent, words.save],
        ['/workstreams/new', words.create],
        ['/queues/new', words.createQueue],
        ['/users/new', words.makeInvitation],
        [stock.administrator, words.saveRoles],
        ['/me', words.save],
      ];
      for (const [path, button] of forms) await sendBack(page, portal.url + path, button, words, axe);
    });

    test('pages for guests', async ({ watched: page, stocked: { portal, stock } }) => {
      const dead = ['/sign-in', '/welcome/AAAA', '/invitation/AAAA'];
      await visit(page, portal, [...dead, new URL(stock.invitation).pathname]);
      await sendBack(page, stock.invitation, words.acceptInvitation, words, axe);
      await sendBack(page, `${portal.url}/sign-in`, words.signIn, words, axe);
    });

    test('pages that a person may not open', async ({ watched: page, stocked: { portal, stock } }) => {
      await signInAsAgent(page, portal, words);
      await read(page, portal, words, 'Ola Hansen');
      await visit(page, portal, ['/', '/conversations', stock.conversation]);
      for (const path of ['/accounts', stock.account]) {
        const answer = await page.goto(portal.url + path);
        expect(answer?.status()).toBe(403);
        await expect(page.getByRole('main').getByText(words.permission)).toBeVisible();
        await look(page, words, axe);
      }
    });
  });
}

test.describe('a new portal', () => {
  test.use({ locale: nb.locale, viewport: { width: 360, height: 800 } });
  test('has no empty page', async ({ portal, watched: page }) => {
    await page.goto(`${portal.url}/sign-in`);
    await look(page, nb, true);
    const link = await portal.firstLink();
    await page.goto(link);
    await look(page, nb, true);
    await sendBack(page, link, nb.createAdministrator, nb, true);
    await becomeAdministrator(page, portal, nb);
    for (const path of LISTS) {
      await page.goto(portal.url + path);
      await look(page, nb, true);
    }
  });
});

/** The steps of the channel's wizard; nothing is created. */
async function setUp(page: Page, portal: Portal, stock: Stock, words: Words, axe: boolean): Promise<void> {
  await page.goto(`${portal.url}${stock.emptyWorkstream}/channel/agent-account`);
  const next = page.getByRole('button', { name: words.next, exact: true });
  await page.getByLabel(/Fjordbank bedrift/).check();
  await next.click();
  await look(page, words, axe);
  await next.click();
  await look(page, words, axe);
  await page.getByRole('switch').check();
  await next.click();
  await expect(page.getByRole('button', { name: words.createChannel })).toBeVisible();
  await look(page, words, axe);
}

/** Sends a form with nothing in it, or what was there wrong, and looks at what comes back. */
async function sendBack(
  page: Page,
  url: string,
  button: string | RegExp,
  words: Words,
  axe: boolean,
): Promise<void> {
  await page.goto(url);
  const main = page.getByRole('main');
  const form = main.locator('form', { has: page.getByRole('button', { name: button, exact: true }) });
  for (const field of await form.getByRole('textbox').all()) if (await field.isEditable()) await field.fill('');
  for (const box of await form.getByRole('checkbox').all()) await box.uncheck();
  await form.getByRole('button', { name: button, exact: true }).click();
  const summary = main.getByRole('alert').filter({ has: page.getByRole('heading', { name: words.problems }) });
  await expect(summary).toBeVisible();
  await expect.soft(summary).toBeFocused();
  await expect.soft(page).toHaveTitle(/^(Feil|Error): /);
  await look(page, words, axe);
}

/** What opens from the bar on top. */
async function menus(page: Page, portal: Portal, words: Words, axe: boolean): Promise<void> {
  await page.goto(portal.url);
  for (const summary of await page.locator('header.top summary:visible').all()) {
    await summary.click();
    await look(page, words, axe);
    await summary.click();
  }
}
