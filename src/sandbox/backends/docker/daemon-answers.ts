// What a Docker daemon answers, as far as it is used; whatever else it says is left out.
import { z } from 'zod';

export const versionShape = z.object({
  Version: z.string(),
  ApiVersion: z.string().regex(/^\d+\.\d+$/),
  MinAPIVersion: z.string().regex(/^\d+\.\d+$/),
});
export const infoShape = z.object({
  NCPU: z.number().int().positive(),
  MemoryLimit: z.boolean().default(false),
  PidsLimit: z.boolean().default(false),
  CpuCfsQuota: z.boolean().default(false),
  CgroupDriver: z.string().default('none'),
  SecurityOptions: z.array(z.string()).nullish(),
});
export const stateShape = z.object({
  State: z.object({ Pid: z.number().int(), Error: z.string().default('') }),
});
export const createdShape = z.object({ Id: z.string().regex(/^[0-9a-f]{64}$/) });
export const containerShape = z.object({ Id: z.string(), Names: z.array(z.string()) });
export const imageShape = z.object({ RepoTags: z.array(z.string()).nullish() });
export const failureShape = z.object({ message: z.string() });

export type DaemonInfo = z.infer<typeof infoShape>;
