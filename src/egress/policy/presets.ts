// Rules that many need, by name. Hosts that serve what others upload are part of them only where nothing works without.

export type PresetName = keyof typeof presets;

/** What each stands for, as somebody would write it. All by TLS. */
export const presets = {
  /** pip: the index, and the files that it names. */
  pypi: ['pypi.org', 'files.pythonhosted.org'],
  /** Clones, the API, archives, files and releases. */
  github: [
    'github.com',
    'api.github.com',
    'codeload.github.com',
    'raw.githubusercontent.com',
    'objects.githubusercontent.com',
    'release-assets.githubusercontent.com',
  ],
  anthropic: ['api.anthropic.com'],
} as const;

export function isPresetName(text: string): text is PresetName {
  return Object.hasOwn(presets, text);
}
