// For health checks: node operations/is-healthy.js http://127.0.0.1:9464/readyz
// Plain JavaScript that loads nothing: it starts many times a minute.
import { get } from 'node:http';
import process from 'node:process';

const [url] = process.argv.slice(2);
const fail = (why) => {
  process.stdout.write(`${url}: ${why}\n`);
  process.exit(1);
};

const request = get(url, { timeout: 4_000 }, (response) => {
  response.pipe(process.stdout);
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => fail('no answer within 4 s'));
request.on('error', ({ message }) => fail(message));
