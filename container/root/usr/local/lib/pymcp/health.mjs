// The health check of the image: whether the gateway answers, from inside and without a tool. Exit code 0: it does.
import { get } from 'node:http';
import process from 'node:process';

const end = (code) => process.exit(code);
get({ host: '127.0.0.1', port: 3001, path: '/health', timeout: 4_000 }, ({ statusCode }) => {
  end(statusCode === 200 ? 0 : 1);
})
  .on('timeout', () => end(1))
  .on('error', () => end(1));
