// What the environments are called that are made for programs that ask for packages by themselves, so that nobody takes them for one that a
// person has made.

export const scriptPrefix = 'script_';

export const isScriptEnvironment = (name: string): boolean => /^script_[0-9a-f]{40}$/.test(name);
