import { expect, onTestFinished, test, vi } from 'vitest';
import { createProvider } from '../../src/traces/exporting.ts';
import { startSpanCollector } from '../support/span-collector.ts';

const start = async (share = 1, everyMs = 20) => {
  const collector = await startSpanCollector();
  onTestFinished(collector.close);
  const log: string[] = [];
  const says = (level: string) => (message: string) => void log.push(`${level} ${message}`);
  const { tracer, close } = createProvider(
    { url: collector.url, share },
    'staykey-test',
    { warn: says('warn'), info: says('info') },
    everyMs,
  );
  return { collector, log, close, makeSpan: (name: string) => tracer.startSpan(name).end() };
};

test('what was not sent yet is sent when the process ends', async () => {
  const { collector, close, makeSpan } = await start(1, 60_000);
  makeSpan('last');
  expect(collector.spans).toEqual([]);
  await close();
  expect(collector.spans).toMatchObject([{ name: 'last', service: 'staykey-test' }]);
});

test('a collector that takes nothing is spoken of once, and once when it does again', async () => {
  const { collector, log, close, makeSpan } = await start();
  collector.answerWith(400);
  for (let times = 1; times <= 3; times += 1) {
    makeSpan('lost');
    await vi.waitUntil(() => collector.bodies.length >= times, { timeout: 20_000 });
  }
  collector.answerWith(200);
  makeSpan('taken');
  await vi.waitUntil(() => collector.spans.length > 0, { timeout: 20_000 });
  await close();
  expect(log).toEqual([
    expect.stringMatching(/^warn Traces are lost: the collector takes none \(400/),
    'info The collector takes traces again',
  ]);
});

test('a collector that never answers keeps no process from ending', async () => {
  const { collector, close, makeSpan } = await start(1, 60_000);
  await collector.close();
  makeSpan('lost');
  const from = performance.now();
  await close();
  expect(performance.now() - from).toBeLessThan(8_000);
}, 15_000);

test('of a share of none nothing is sent', async () => {
  const { collector, close, makeSpan } = await start(0);
  makeSpan('unsampled');
  await close();
  expect(collector.bodies).toEqual([]);
});
