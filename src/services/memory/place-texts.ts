// Every text that a call wants to have stored, and where in its arguments it stands. Pure.
import type { Entity, NewObservations, Relation } from './graph.js';
import type { PlacedText } from './refuse-secrets.js';

/** @param at where the entity with this index stands */
export function placeEntities(
  entities: readonly Entity[],
  at = (index: number): string => `entities[${index}]`,
): readonly PlacedText[] {
  return entities.flatMap(({ name, entityType, observations }, index) => [
    { at: `${at(index)}.name`, text: name },
    { at: `${at(index)}.entityType`, text: entityType },
    ...placeList(`${at(index)}.observations`, observations),
  ]);
}

/** @param at where the relation with this index stands */
export function placeRelations(
  relations: readonly Relation[],
  at = (index: number): string => `relations[${index}]`,
): readonly PlacedText[] {
  return relations.flatMap(({ from, to, relationType }, index) => [
    { at: `${at(index)}.from`, text: from },
    { at: `${at(index)}.to`, text: to },
    { at: `${at(index)}.relationType`, text: relationType },
  ]);
}

export function placeObservations(added: readonly NewObservations[]): readonly PlacedText[] {
  return added.flatMap(({ entityName, contents }, index) => [
    // It is not stored, but an error may say that there is none.
    { at: `observations[${index}].entityName`, text: entityName },
    ...placeList(`observations[${index}].contents`, contents),
  ]);
}

function placeList(at: string, texts: readonly string[]): readonly PlacedText[] {
  return texts.map((text, index) => ({ at: `${at}[${index}]`, text }));
}
