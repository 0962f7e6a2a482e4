import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Feed } from '../../src/feeds/feed-config.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { detailsOf, feedAt, serveFeed, signalsTo, staysOf, startImport } from './feed-on-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({});
});
afterEach(() => stage[Symbol.asyncDispose]());

/** A server that gives this validator, and says "not changed" to who shows it. */
const validating =
  (header: 'etag' | 'last-modified', asked: 'if-none-match' | 'if-modified-since', value: string) =>
  (body: string): RequestListener =>
  (request, response) => {
    if (request.headers[asked] === value) response.writeHead(304).end();
    else response.writeHead(200, { [header]: value, 'content-type': 'application/json' }).end(body);
  };
const byEtag = validating('etag', 'if-none-match', '"v1"');
const date = 'Sat, 21 Nov 2026 07:28:00 GMT';
const byDate = validating('last-modified', 'if-modified-since', date);

/** Reads the feed, and answers what the run's page says then. */
const readOnce = async (feed: Feed) => {
  const run = await startImport(stage, feed);
  await run.result();
  return detailsOf(run);
};
const messagesTo = (source: string, id: string) =>
  signalsTo(stage.client.workflow.getHandle(`reservation/${source}/beach-house/${id}`));

test.each([
  ['an ETag', byEtag, { 'if-none-match': '"v1"' }],
  ['a Last-Modified', byDate, { 'if-modified-since': date }],
])('a feed with %s is asked with it the next time, and its 304 sends nothing', async (_, answer, asked) => {
  const source = `pms-${randomUUID()}`;
  const { url, requests } = await serveFeed(answer(staysOf(source, 2)));
  const feed = feedAt(url);
  expect(await readOnce(feed)).toContain('2 started');
  expect(requests[0]?.headers).not.toMatchObject(asked);
  expect(await readOnce(feed)).toContain('Not changed since the last reading.');
  expect(requests[1]?.headers).toMatchObject(asked);
  // And once more: that it was not changed is no reason to forget what to ask with.
  expect(await readOnce(feed)).toContain('Not changed since the last reading.');
  expect(requests).toHaveLength(3);
  expect(await messagesTo(source, 'R0')).toEqual(['reservation']);
});

test('another configuration reads the same text anew, as it may mean something else', async () => {
  const source = `pms-${randomUUID()}`;
  const { url, requests } = await serveFeed(byEtag(staysOf(source, 2)));
  const feed = feedAt(url);
  await readOnce(feed);
  expect(await readOnce({ ...feed, everyMinutes: 720 })).toContain('0 started, 0 changed');
  expect(requests[1]?.headers).not.toHaveProperty('if-none-match');
  // Kept for the configuration that it was read with.
  expect(await readOnce({ ...feed, everyMinutes: 720 })).toContain('Not changed');
  expect(await messagesTo(source, 'R0')).toEqual(['reservation']);
});

test('a reading that lacks a stay is not taken for settled: each of the next ones counts it', async () => {
  const source = `pms-${randomUUID()}`;
  let count = 4;
  const { url, requests } = await serveFeed((request, response) =>
    validating('etag', 'if-none-match', `"of ${count}"`)(staysOf(source, count))(request, response),
  );
  const feed = feedAt(url, { absence: { strikes: 3, leastMinutes: 0 } });
  await readOnce(feed);
  count = 3;
  for (let reading = 1; reading < 3; reading += 1) {
    expect(await readOnce(feed)).toContain('1 are missing');
  }
  expect(await readOnce(feed)).toContain('1 cancelled');
  expect(requests.at(-1)?.headers).not.toHaveProperty('if-none-match');
});
