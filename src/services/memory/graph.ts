// A knowledge graph as the reference server of MCP has it (server-memory), and who said each part of it and when. Pure types.

export interface Entity {
  readonly name: string;
  readonly entityType: string;
  readonly observations: readonly string[];
}

export interface Relation {
  readonly from: string;
  readonly to: string;
  readonly relationType: string;
}

/** Who stored something, as the audit log names callers, and when (ISO 8601). */
export interface Said {
  readonly by: string;
  readonly at: string;
}

/** Beside an entity: `observations` in the order of those of the entity. */
export interface Provenance extends Said {
  readonly entityName: string;
  readonly observations: readonly Said[];
}

export interface Graph {
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];
}

export interface FoundGraph extends Graph {
  /** In the order of the entities. */
  readonly provenance: readonly Provenance[];
  /** Entities that match and are not here: the search ends at a bound. At least so many. */
  readonly left: number;
}

export interface NewObservations {
  readonly entityName: string;
  readonly contents: readonly string[];
}

export interface AddedObservations {
  readonly entityName: string;
  readonly addedObservations: readonly string[];
}
