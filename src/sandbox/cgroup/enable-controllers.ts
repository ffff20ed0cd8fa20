// cgroup v2: offers controllers to the groups below (cgroup-v2.rst, "Enabling and Disabling").
import { setTimeout as delay } from 'node:timers/promises';
import { fileExists, readControlFile, writeControlFile } from '../../host/cgroup-fs.js';
import { errnoOf } from '../../host/errno.js';
import type { Controller } from './contract.js';

const patienceMs = 2000;

/** Those of the wanted controllers that the group can hand on, whether or not it does so yet. */
export async function readOffered(
  folder: string,
  wanted: readonly Controller[],
): Promise<readonly Controller[]> {
  const offered = (await readControlFile(`${folder}/cgroup.controllers`)).trim().split(' ');
  return wanted.filter((controller) => offered.includes(controller));
}

/**
 * One write per controller, so that one that cannot be had does not take the others with it.
 * @returns why not, for each controller that is not handed on
 */
export async function enableControllers(
  folder: string,
  wanted: readonly Controller[],
): Promise<Readonly<Partial<Record<Controller, string>>>> {
  const gaps: Partial<Record<Controller, string>> = {};
  const offered = await readOffered(folder, wanted);
  const enabled = (await readControlFile(`${folder}/cgroup.subtree_control`)).trim().split(' ');
  // Only the root of all groups has no type. What it hands on concerns the whole machine: not ours to change.
  const isRoot = !fileExists(`${folder}/cgroup.type`);
  for (const controller of wanted) {
    if (enabled.includes(controller)) continue;
    if (!offered.includes(controller))
      gaps[controller] = `the ${controller} controller is not offered to our group`;
    else if (isRoot) gaps[controller] = `the root group does not hand on the ${controller} controller`;
    else await enable(folder, controller, gaps);
  }
  return gaps;
}

/** EBUSY: a process still sits in the group; of two gateways that start at once, the other is about to move out. */
async function enable(
  folder: string,
  controller: Controller,
  gaps: Partial<Record<Controller, string>>,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      await writeControlFile(`${folder}/cgroup.subtree_control`, `+${controller}`);
      return;
    } catch (error) {
      if (errnoOf(error) !== 'EBUSY' || Date.now() > deadline) {
        gaps[controller] = `the ${controller} controller cannot be handed on (${errnoOf(error)})`;
        return;
      }
    }
    await delay(10);
  }
}
