// The addresses of the portal's pages.

import type { Stock } from './stock';

/** What is there in an empty portal too. */
export const LISTS = [
  '/',
  '/channels',
  '/accounts',
  '/accounts/new',
  '/workstreams',
  '/workstreams/new',
  '/queues',
  '/queues/new',
  '/hours',
  '/hours/new',
  '/conversations',
  '/receipts',
  '/privacy',
  '/teams',
  '/teams/new',
  '/users',
  '/users/new',
  '/audit',
  '/audit/export',
  '/field-security',
  '/field-security/new',
  '/me',
];

export const accounts = (of: Stock) => [
  of.account,
  of.draft,
  of.bareDraft,
  ...['details', 'privacy', 'partner', 'connection', 'agents'].flatMap((step) =>
    [of.account, of.bareDraft].map((account) => `${account}/setup/${step}`),
  ),
  `${of.account}/edit`,
  `${of.account}/suspend`,
  `${of.account}/delete`,
  `${of.draft}/delete`,
  of.agent,
  of.freeAgent,
  `${of.agent}/delete`,
  `${of.freeAgent}/delete`,
];

export const secrets = (of: Stock) =>
  ['account.client_token', 'account.service_account'].flatMap((field) => {
    const secret = of.account.replace('/accounts', `/secrets/${field}`);
    return [secret, `${secret}/rotate`, `${secret}/retire`, `${secret}/kill`];
  });

export const privacy = (of: Stock) => [
  of.account.replace('/accounts', '/privacy/accounts'),
  of.bareDraft.replace('/accounts', '/privacy/accounts'),
  `${of.account.replace('/accounts', '/privacy/accounts')}/withdraw`,
  `${of.bareDraft.replace('/accounts', '/privacy/accounts')}/withdraw`,
];

export const workstreams = (of: Stock) => [
  of.workstream,
  of.emptyWorkstream,
  `${of.workstream}/edit`,
  `${of.workstream}/delete`,
  `${of.emptyWorkstream}/delete`,
  `${of.emptyWorkstream}/channel/agent-account`,
  of.channelRemoval.replace('/delete', '/edit'),
  of.channelRemoval,
];

/** Version 2 is in force; the draft differs from it. */
export const rules = (of: Stock) => [
  ...[
    '',
    '/route/new',
    '/route/0',
    '/route/2',
    '/route/3',
    '/route/1/delete',
    '/classify/new',
    '/classify/0/new',
    '/classify/0/0',
    '/classify/0/edit',
    '/classify/0/delete',
    '/classify/1/0/delete',
    '/publish',
    '/history',
    '/history/1',
    '/history/2',
    '/history/1/roll-back',
    '/try',
    `/try?rules=draft&conversation=${of.conversation.split('/').pop()}`,
    '/replay',
    '/replay?rules=draft&window=30d',
    '/replay?window=newest',
    '/replay?window=dates',
  ].map((page) => `${of.workstream}/rules${page}`),
  ...['', '/publish', '/history', '/try', '/replay?window=7d'].map((page) => `${of.emptyWorkstream}/rules${page}`),
];

export const queues = (of: Stock) => [
  of.queue,
  of.emptyQueue,
  of.defaultQueue,
  `${of.queue}/edit`,
  `${of.defaultQueue}/edit`,
  `${of.queue}/settings`,
  `${of.emptyQueue}/delete`,
  `${of.defaultQueue}/delete`,
];

export const traffic = (of: Stock) => [
  of.conversation,
  '/conversations?state=closed',
  ...of.receipts,
  '/receipts?outcome=suspended',
];

export const users = (of: Stock) => [
  of.administrator,
  of.invited,
  `${of.invited}/invitation`,
  `${of.invited}/disable`,
  `${of.administrator}/access`,
  `${of.administrator}/access/preview`,
];

const BUILT_IN = '/field-security/01900000-0000-7000-8000-000000000001';

export const fieldSecurity = [BUILT_IN, `${BUILT_IN}/preview`, `${BUILT_IN}/delete`];

/** No page, and no queue. */
export const MISSING = ['/nowhere', '/queues/00000000-0000-7000-8000-000000000000'];
