// What Google posts to a webhook, signed as Google signs it.

import { createHmac } from 'node:crypto';
import { AGENT, BRAND, TOKEN } from './steps';

type Event = Record<string, unknown> & { requestId: string };

/** An event of a customer in a conversation; `content` says which. */
export function event(requestId: string, conversation: string, name: string, content: Record<string, unknown>): Event {
  return {
    agent: `brands/${BRAND}/agents/${AGENT}`,
    conversationId: conversation,
    requestId,
    context: {
      entryPoint: 'PLACESHEET',
      placeId: 'ChIJOfBn8mFuQUYRmh4j019gkn4',
      resolvedLocale: 'nb-NO',
      userInfo: { displayName: name, userDeviceLocale: 'nb-NO' },
    },
    sendTime: new Date().toISOString(),
    ...content,
  };
}

/** A text that the customer wrote. */
export function text(requestId: string, conversation: string, name: string, said: string): Event {
  const createTime = new Date().toISOString();
  return event(requestId, conversation, name, { message: { messageId: requestId, text: said, createTime } });
}

/** Posts a body to a webhook, as Google does, or with another token. Returns the status. */
export async function deliver(address: string, body: unknown, token = TOKEN): Promise<number> {
  const bytes = JSON.stringify(body);
  const signature = createHmac('sha512', token).update(bytes).digest('base64');
  const headers = { 'content-type': 'application/json', 'x-goog-signature': signature };
  return (await fetch(address, { method: 'POST', body: bytes, headers })).status;
}
