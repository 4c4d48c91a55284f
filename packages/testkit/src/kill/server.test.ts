import { test } from 'node:test';
import { HordeProcess } from './hordeProcess.ts';
import { settle, storm } from './scenario.ts';

test('kill -9 of the server in the middle of 200 running jobs loses nothing and pays nothing twice', async () => {
  await using horde = await HordeProcess.start();
  const restart = async () => {
    await horde.kill();
    await horde.start();
  };
  const crowd = await storm(horde, restart);
  await settle(horde, crowd, restart);
});
