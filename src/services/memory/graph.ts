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

/** What belongs to an answer and is not in it, because answers have a bound. */
export interface LeftOut {
  /** At least so many, where they were searched for. */
  readonly entities: number;
  /** Of the entities that are in it. */
  readonly observations: number;
  readonly relations: number;
}

export interface FoundGraph extends Graph {
  /** In the order of the entities. */
  readonly provenance: readonly Provenance[];
  readonly left: LeftOut;
}

export interface NewObservations {
  readonly entityName: string;
  readonly contents: readonly string[];
}

export interface AddedObservations {
  readonly entityName: string;
  readonly addedObservations: readonly string[];
}
