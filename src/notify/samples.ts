import type { CodesNews, DoorNews, StaffDigest, StaffNotice } from '../domain/outgoing.ts';

/** Invented news in which every branch of a template has something to show. */

const key = { source: 'sample', propertyId: 'beach-house', reservationId: '4711' };

const ready: DoorNews = {
  doorId: 'front',
  doorName: 'Front door',
  state: 'ready',
  pin: '*0123#',
  localStart: '2026-12-01T16:00:00-08:00',
  localEnd: '2026-12-05T10:00:00-08:00',
  replacesEarlierPin: false,
};
const waiting: DoorNews = { ...ready, state: 'not_yet', pin: null, localStart: null, localEnd: null };
const impossible: DoorNews = { ...waiting, state: 'impossible' };

const news: CodesNews = {
  id: 'sample',
  key,
  stay: { arrival: '2026-12-01T16:00', departure: '2026-12-05T10:00' },
  guest: { name: 'Ada', email: 'ada@example.com' },
  doors: [ready, waiting, impossible].flatMap((door) => [door, { ...door, replacesEarlierPin: true }]),
};

export const sampleNews: CodesNews[] = [
  news,
  { ...news, doors: [ready] },
  { ...news, guest: {}, stay: { ...news.stay, departure: null }, doors: [waiting] },
];

const notice: StaffNotice = {
  id: 'sample',
  kind: 'needs_human',
  severity: 'high',
  cause: 'seam_needs_attention',
  key,
  workflowId: 'reservation/sample/beach-house/4711',
  doorId: 'front',
  text: 'The account is disconnected.',
  options: ['Connect the account again.'],
};

const liveCodes = [1, 2].map((number): StaffNotice => {
  const text = `Code ${number} is live until 2026-12-05 10:00.`;
  return { ...notice, kind: 'live_code', severity: 'low', cause: 'live_code', text, options: [text] };
});

const ofFeed: StaffNotice = {
  ...notice,
  kind: 'feed',
  cause: 'feed_held',
  key: null,
  doorId: null,
  feedId: 'airbnb-beach-house',
  workflowId: 'import/airbnb-beach-house',
};

export const sampleDigest: StaffDigest = {
  id: 'sample',
  notices: [...Array.from({ length: 7 }, () => notice), ...liveCodes, ofFeed],
};
