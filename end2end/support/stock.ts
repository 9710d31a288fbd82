// A portal with one of everything, some in more than one state.

import { expect, type Page } from '@playwright/test';
import { PASSWORD, becomeAdministrator, signIn } from './people';
import type { Portal } from './portal';
import {
  acknowledge,
  addAgent,
  connect,
  createWorkstream,
  giveCredentials,
  nameAccount,
  press,
  setUpChannel,
} from './steps';
import { deliver, event, text } from './webhook';
import type { Words } from './words';

/** Where to find what there is. */
export interface Stock {
  account: string;
  agent: string;
  freeAgent: string;
  draft: string;
  /** Nothing of it is done but the name. */
  bareDraft: string;
  workstream: string;
  emptyWorkstream: string;
  channelRemoval: string;
  queue: string;
  emptyQueue: string;
  defaultQueue: string;
  conversation: string;
  receipts: string[];
  /** Where Google delivers. */
  address: string;
  administrator: string;
  invited: string;
  /** An invitation that nobody has used. */
  invitation: string;
}

const SECOND_AGENT = '7a5c9f3e-0000-4000-8000-000000000003';

/** Fills an empty portal through its own pages; `look` is called on pages that are seen once only. */
export async function fill(page: Page, portal: Portal, words: Words, look: () => Promise<void>): Promise<Stock> {
  await becomeAdministrator(page, portal, words);
  const here = () => new URL(page.url()).pathname;

  await nameAccount(page, words);
  const account = here().split('/setup')[0] as string;
  await acknowledge(page, words);
  await giveCredentials(page, words);
  const address = await connect(page, portal, words, true);
  await addAgent(page, words);
  await addAgent(page, words, 'Fjordbank bedrift', SECOND_AGENT);
  await look();
  await press(page, words.save);
  const agents = await page.getByRole('main').getByRole('link', { name: words.editAgent }).all();
  const [agent, freeAgent] = await Promise.all(
    ['Fjordbank support', 'Fjordbank bedrift'].map(async (name) => {
      const link = page.getByRole('row', { name }).getByRole('link', { name: words.editAgent });
      return (await link.getAttribute('href')) as string;
    }),
  );
  expect(agents).toHaveLength(2);

  const drafts: string[] = [];
  for (const name of ['Nordlys', 'En konto med et langt navn som noen kunne finne på å gi den']) {
    await nameAccount(page, words, name);
    drafts.push(here().split('/setup')[0] as string);
  }
  await page.goto(`${portal.url}${drafts[0]}/setup/privacy`);
  await acknowledge(page, words);

  await createWorkstream(page, words, 'Tom arbeidsflyt');
  const emptyWorkstream = here();
  await createWorkstream(page, words);
  const workstream = here();
  await setUpChannel(page, words);
  const channelRemoval = await href(page, words.remove);

  await page.goto(`${portal.url}/queues/new`);
  await page.getByLabel(words.name).fill('Faktura');
  await press(page, words.createQueue);
  const queue = here();
  await page.goto(`${portal.url}/queues/new`);
  await page.getByLabel(words.name).fill('Klager');
  await press(page, words.createQueue);
  const emptyQueue = here();
  await page.goto(`${portal.url}${queue}`);
  await page.getByLabel(words.user).selectOption({ index: 1 });
  await press(page, words.addMember);
  const defaultQueue = await hrefAt(page, portal, '/queues', 'Default messaging queue');

  await portal.apply('rules.toml');
  await customers(address);
  await expect(async () => {
    await page.goto(`${portal.url}/conversations`);
    await expect(page.getByRole('rowheader')).toHaveCount(3, { timeout: 500 });
  }).toPass();
  const conversation = await href(page, 'Kari Kunde');
  await draft(page, `${portal.url}${workstream}`, words);
  await page.goto(`${portal.url}/receipts`);
  const receipts: string[] = [];
  for (const outcome of ['accepted', 'dead_letter', 'refused', 'duplicate', 'conflict']) {
    await page.goto(`${portal.url}/receipts?outcome=${outcome}`);
    const link = page.getByRole('rowheader').getByRole('link').first();
    receipts.push((await link.getAttribute('href')) as string);
  }

  const administrator = await hrefAt(page, portal, '/users', 'Kari Nordmann');
  await invite(page, portal, words, 'Ola Hansen', 'ola@example.no');
  await look();
  const used = await page.getByText(words.invitationLink).first().innerText();
  await invite(page, portal, words, 'Åse Lien', 'ase@example.no');
  const invitation = await page.getByText(words.invitationLink).first().innerText();
  const invited = here().replace('/invitation', '');
  await accept(page, words, used.trim());

  return {
    account,
    agent: agent as string,
    freeAgent: freeAgent as string,
    draft: drafts[0] as string,
    bareDraft: drafts[1] as string,
    workstream,
    emptyWorkstream,
    channelRemoval,
    queue,
    emptyQueue,
    defaultQueue,
    conversation,
    receipts,
    address,
    administrator,
    invited,
    invitation: invitation.trim(),
  };
}

/** A draft of the rules: one rule sends to another queue, another is new. */
async function draft(page: Page, workstream: string, words: Words): Promise<void> {
  await page.goto(`${workstream}/rules/route/0`);
  await page.getByLabel(words.queue, { exact: true }).first().selectOption('Hastesaker');
  await press(page, words.saveRule);
  await expect(page).toHaveURL(`${workstream}/rules`);
  await page.goto(`${workstream}/rules/route/new`);
  await page.getByLabel(words.name, { exact: true }).fill('Alt annet');
  await page.getByLabel(words.queue, { exact: true }).first().selectOption('Faktura');
  await press(page, words.saveRule);
  await expect(page.getByRole('heading', { name: 'Alt annet' })).toBeVisible();
}

/** Signs in as the agent, who may open little. */
export async function signInAsAgent(page: Page, portal: Portal, words: Words): Promise<void> {
  await page.goto(`${portal.url}/sign-in`);
  await signIn(page, words, 'ola@example.no');
}

/** Three customers, one of whom uses everything; and deliveries that go wrong. */
async function customers(address: string): Promise<void> {
  const kari = (id: string, content: Record<string, unknown>) => event(id, 'c-kari', 'Kari Kunde', content);
  const storage = 'https://storage.googleapis.com/business-messages-us/a/b?x-goog-expires=604800';
  const first = text('r-1', 'c-kari', 'Kari Kunde', 'Hei! Fakturaen min er betalt to ganger. Kan dere se på det?');
  const good = [
    first,
    text('r-2', 'c-kari', 'Kari Kunde', storage),
    kari('r-3', {
      suggestionResponse: { message: 'm', postbackData: 'faktura-2', text: 'Faktura', type: 'REPLY' },
    }),
    kari('r-4', { surveyResponse: { survey: 's', rating: 'VERY_SATISFIED', questionIndex: 1, totalQuestionCount: 2 } }),
    kari('r-5', { userStatus: { requestedLiveAgent: true } }),
    kari('r-6', { receipts: { receipts: [{ message: 'm', receiptType: 'READ' }] } }),
    text('r-7', 'c-per', 'Per-Christian Aleksander Wilhelmsen-Gulbrandsen', 'Når åpner dere?'),
    text('r-8', 'c-3', '', `${'Lang melding uten mening. '.repeat(40)}${'a'.repeat(200)}`),
    first,
    { ...first, message: { messageId: 'r-1', text: 'Noe annet', createTime: '2024-07-01T10:00:00Z' } },
    kari('r-9', { hologram: { size: 3 } }),
  ];
  for (const body of good) expect(await deliver(address, body)).toBe(200);
  expect(await deliver(address, text('r-10', 'c-kari', 'Kari Kunde', 'Falsk'), 'another-token')).toBe(401);
}

async function invite(page: Page, portal: Portal, words: Words, name: string, email: string): Promise<void> {
  await page.goto(`${portal.url}/users/new`);
  await page.getByLabel(words.email).fill(email);
  await page.getByLabel(words.name, { exact: true }).fill(name);
  await page.getByLabel(words.agentRole, { exact: true }).check();
  await press(page, words.makeInvitation);
}

/** In a browser of their own. */
async function accept(page: Page, words: Words, link: string): Promise<void> {
  const context = await page.context().browser()?.newContext({ locale: words.locale });
  const theirs = await context?.newPage();
  if (!context || !theirs) throw new Error('there is no other browser');
  await theirs.goto(link);
  await theirs.getByLabel(words.password, { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: words.acceptInvitation }).click();
  await expect(theirs.getByRole('button', { name: words.signIn })).toBeVisible();
  await context.close();
}

async function href(page: Page, name: string | RegExp): Promise<string> {
  return (await page.getByRole('main').getByRole('link', { name }).first().getAttribute('href')) as string;
}

async function hrefAt(page: Page, portal: Portal, list: string, name: string): Promise<string> {
  await page.goto(portal.url + list);
  return href(page, name);
}
