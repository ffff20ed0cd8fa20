// What the conformance suite requires of a server, and what of it the shipped server cannot be asked: what needs a tool, prompt
// or resource that only the fixtures have. A test compares the lists with the suite's own, and the needs with what the server has.

export const revisions = ['2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof revisions)[number];

/** What is asked of the server that the shipped one does not have. */
export type Need = `${'tool' | 'prompt' | 'resource' | 'capability'} ${string}`;

/** `needs` alone: the whole scenario; with `checks`: those of its checks, and the others must pass. */
export interface Requirement {
  readonly scenario: string;
  readonly needs: readonly Need[];
  readonly checks?: readonly string[];
}

const everywhere: readonly Requirement[] = [
  of('completion-complete', 'prompt test_prompt_with_arguments'),
  of('tools-list'),
  of('tools-call-simple-text', 'tool test_simple_text'),
  of('tools-call-image', 'tool test_image_content'),
  of('tools-call-audio', 'tool test_audio_content'),
  of('tools-call-embedded-resource', 'tool test_embedded_resource'),
  of('tools-call-mixed-content', 'tool test_multiple_content_types'),
  of('tools-call-error', 'tool test_error_handling'),
  of('tools-call-with-progress', 'tool test_tool_with_progress'),
  of('server-sse-multiple-streams'),
  of('resources-list'),
  of('resources-read-text', 'resource test://static-text'),
  of('resources-read-binary', 'resource test://static-binary'),
  of('resources-templates-read', 'resource test://template/{id}/data'),
  of('prompts-list'),
  of('prompts-get-simple', 'prompt test_simple_prompt'),
  of('prompts-get-with-args', 'prompt test_prompt_with_arguments'),
  of('prompts-get-embedded-resource', 'prompt test_prompt_with_embedded_resource'),
  of('prompts-get-with-image', 'prompt test_prompt_with_image'),
  of('dns-rebinding-protection'),
];

export const requirements: Readonly<Record<Revision, readonly Requirement[]>> = {
  '2025-11-25': [
    ...everywhere,
    of('server-initialize'),
    of('ping'),
    of('logging-set-level', 'capability logging'),
    of('tools-call-with-logging', 'tool test_tool_with_logging'),
    of('tools-call-sampling', 'tool test_sampling'),
    of('tools-call-elicitation', 'tool test_elicitation'),
    of('elicitation-sep1034-defaults', 'tool test_elicitation_sep1034_defaults'),
    of('elicitation-sep1330-enums', 'tool test_elicitation_sep1330_enums'),
    of('resources-subscribe', 'resource test://watched-resource'),
    of('resources-unsubscribe', 'resource test://watched-resource'),
  ],
  '2026-07-28': [
    ...everywhere,
    {
      scenario: 'server-stateless',
      needs: [
        'tool test_missing_capability',
        'tool test_streaming_elicitation',
        'tool test_logging_tool',
        'tool test_trigger_tool_change',
      ],
      checks: [
        'sep-2575-server-rejects-undeclared-capability',
        'sep-2575-missing-capability-http-400',
        'sep-2575-http-server-no-independent-requests-on-stream',
        'sep-2575-server-no-log-without-loglevel',
        'sep-2575-server-sends-tools-list-changed-on-subscription',
      ],
    },
    of('sep-2164-resource-not-found'),
    of('caching'),
    of('input-required-result-basic-elicitation', 'tool test_input_required_result_elicitation'),
    of('input-required-result-basic-sampling', 'tool test_input_required_result_sampling'),
    of('input-required-result-basic-list-roots', 'tool test_input_required_result_list_roots'),
    of('input-required-result-request-state', 'tool test_input_required_result_request_state'),
    of('input-required-result-multiple-input-requests', 'tool test_input_required_result_multiple_inputs'),
    of('input-required-result-multi-round', 'tool test_input_required_result_multi_round'),
    of('input-required-result-missing-input-response', 'tool test_input_required_result_elicitation'),
    of('input-required-result-non-tool-request', 'prompt test_input_required_result_prompt'),
    of('input-required-result-result-type', 'tool test_input_required_result_elicitation'),
    of('input-required-result-unsupported-methods'),
    of('input-required-result-tampered-state', 'tool test_input_required_result_tampered_state'),
    of('input-required-result-capability-check', 'tool test_input_required_result_capabilities'),
    of('input-required-result-ignore-extra-params', 'tool test_input_required_result_elicitation'),
    of('input-required-result-validate-input', 'tool test_input_required_result_elicitation'),
  ],
};

/** Run by the suite without being required: added later, or with a fixture of its own that fails. */
export const beyond: Readonly<Record<Revision, readonly Requirement[]>> = {
  '2025-11-25': [
    of('server-session-lifecycle'),
    of('json-schema-2020-12', 'tool json_schema_2020_12_tool'),
    of('server-sse-polling', 'tool test_reconnection'),
  ],
  '2026-07-28': [of('json-schema-2020-12', 'tool json_schema_2020_12_tool'), of('http-header-validation')],
};

/** Says nothing here: it asks what follows where the list of prompts changes, and ours is declared not to. */
export const skippedChecks = ['sep-2575-server-sends-prompts-list-changed-on-subscription'] as const;

function of(scenario: string, ...needs: readonly Need[]): Requirement {
  return { scenario, needs };
}
