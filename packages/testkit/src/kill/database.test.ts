import { test } from 'node:test';
import { HordeProcess } from './hordeProcess.ts';
import { settle, storm } from './scenario.ts';
import { until } from './until.ts';

test('kill -9 of the database in the middle of 200 running jobs loses nothing and pays nothing twice', async () => {
  await using horde = await HordeProcess.start();
  const crowd = await storm(horde, async () => {
    const killed = await horde.postmaster();
    process.kill(killed, 'SIGKILL');
    await until('the database is up again', async () => (await horde.postmaster()) !== killed);
  });
  await settle(horde, crowd, async () => {
    await horde.kill();
    await horde.start();
  });
});
