// The workflow that `pymcp secrets setup --with-export` adds to a repository, and whether a file is one of ours. Pure.
import { PymcpError } from '../../core/errors.js';
import { renderSealScript } from './seal-script.js';

export const workflowFile = 'pymcp-export.yml';
export const workflowPath = `.github/workflows/${workflowFile}`;
export const environmentName = 'pymcp-export';
export const artifactName = 'pymcp-export';
export const sealedFile = 'sealed.json';

/** v6.0.0 */
const uploadArtifact = 'actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f';
const exportable = /^[A-Z][A-Z0-9_]*$/;

/** As GitHub shows the run. */
export const toRunTitle = (nonce: string): string => `pymcp-export ${nonce}`;

/** Names stand in an expression of the workflow. @throws PymcpError `input.name-invalid` */
export function refuseUnexportable(name: string): void {
  if (exportable.test(name)) return;
  throw new PymcpError(
    'input.name-invalid',
    `the secret ${name} cannot be exported: its name has other characters than capitals, digits and underscores, or begins with another`,
    'name it in capitals in the configuration, such as GH_PAT; on GitHub it is the same secret',
  );
}

/** @param names each `^[A-Z][A-Z0-9_]*$`, at least one */
export function renderExportWorkflow(names: readonly string[]): string {
  names.forEach(refuseUnexportable);
  const secrets = names.map((name) => `          SECRET_${name}: \${{ secrets.${name} }}`);
  const script = renderSealScript(names).trimEnd().split('\n');
  return `# Made by \`pymcp secrets setup --with-export\` (isolated-pymcp) for \`pymcp secrets fetch --from-actions\`.
# It seals the secrets below to the public key of one run, whose other half only the one who started it has, and keeps what is
# sealed for a day at most. Whoever may start this workflow can have these secrets: protect the environment "${environmentName}".
name: pymcp-export
run-name: pymcp-export \${{ inputs.nonce }}
on:
  workflow_dispatch:
    inputs:
      key:
        description: Public key of this run (X25519, base64)
        required: true
        type: string
      nonce:
        description: Random number of this run
        required: true
        type: string
      names:
        description: Names of the secrets, with a space between
        required: true
        type: string
permissions: {}
jobs:
  export:
    if: github.ref_type == 'branch' && github.ref_name == github.event.repository.default_branch
    runs-on: ubuntu-latest
    environment: ${environmentName}
    timeout-minutes: 5
    steps:
      - name: Seal
        env:
          PYMCP_KEY: \${{ inputs.key }}
          PYMCP_NONCE: \${{ inputs.nonce }}
          PYMCP_NAMES: \${{ inputs.names }}
${secrets.join('\n')}
        run: |
          node --input-type=commonjs - <<'PYMCP_SCRIPT'
${script.map((line) => (line === '' ? '' : `          ${line}`)).join('\n')}
          PYMCP_SCRIPT
      - name: Keep what is sealed
        uses: ${uploadArtifact} # v6.0.0
        with:
          name: ${artifactName}
          path: \${{ runner.temp }}/pymcp-export/${sealedFile}
          if-no-files-found: error
          retention-days: 1
          compression-level: 0
`;
}

/** Which secrets a workflow of ours exports; null where it is not to the letter what we would write. */
export function namesInWorkflow(text: string): readonly string[] | null {
  const names = [...text.matchAll(/^ {10}SECRET_([A-Z][A-Z0-9_]*): /gm)].map(([, name = '']) => name);
  return names.length > 0 && renderExportWorkflow(names) === text ? names : null;
}
