import { afterEach, expect, test } from 'vitest';
import type { StaffNotice } from '../../src/domain/outgoing.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

const notice = (number: number, parts: Partial<StaffNotice> = {}): StaffNotice => ({
  id: `notice-${number}`,
  kind: 'needs_human',
  severity: 'medium',
  cause: 'seam_needs_attention',
  key: { source: 'pms', propertyId: 'beach', reservationId: `R${number}` },
  workflowId: `reservation/pms/beach/R${number}`,
  doorId: `door-${number}`,
  text: 'The account is disconnected.',
  options: ['Connect it again.'],
  ...parts,
});

test('three hundred doors that fail for one cause are one message', async () => {
  stage = await openStage({});
  for (let first = 0; first < 300; first += 50) {
    await stage.raise(Array.from({ length: 50 }, (_, index) => notice(first + index)));
  }
  await stage.raise([notice(7)]); // handed on twice
  expect(await stage.staffNotices()).toHaveLength(300);
  expect(stage.digests).toHaveLength(1);
});

test('what comes after a message was sent starts the next one', async () => {
  stage = await openStage({});
  await stage.raise([notice(1, { severity: 'high' })]);
  expect(await stage.staffNotices()).toHaveLength(1);
  await stage.raise([notice(2, { severity: 'low' })]);
  expect(await stage.staffNotices()).toHaveLength(2);
  expect(stage.digests.map(({ notices }) => notices.length)).toEqual([1, 1]);
  expect(new Set(stage.digests.map(({ id }) => id)).size).toBe(2);
});
