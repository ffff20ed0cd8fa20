// The tables of a memory, and how one of an older version becomes one of this. Each step is done whole or not at all.

/** Of the file, so that no other SQLite file is taken for a memory: "pymm". */
export const applicationId = 0x70796d6d;

const first = `
create table entities (
  id integer primary key autoincrement,
  name text not null unique,
  type text not null,
  said_by text not null,
  said_ms integer not null
) strict;
create table observations (
  id integer primary key autoincrement,
  entity integer not null references entities (id) on delete cascade,
  content text not null,
  said_by text not null,
  said_ms integer not null,
  unique (entity, content)
) strict;
create table relations (
  id integer primary key autoincrement,
  source text not null,
  target text not null,
  type text not null,
  said_by text not null,
  said_ms integer not null,
  unique (source, target, type)
) strict;
create index relations_by_target on relations (target);
create table counts (
  kind text primary key,
  number integer not null
) strict;
insert into counts (kind, number) values ('entities', 0), ('observations', 0), ('relations', 0);
create virtual table texts using fts5 (text, tokenize = 'trigram', content = '', contentless_delete = 1);
create trigger entity_added after insert on entities begin
  insert into texts (rowid, text) values (new.id * 2, new.name || char(10) || new.type);
  update counts set number = number + 1 where kind = 'entities';
end;
create trigger entity_gone after delete on entities begin
  delete from texts where rowid = old.id * 2;
  update counts set number = number - 1 where kind = 'entities';
end;
create trigger observation_added after insert on observations begin
  insert into texts (rowid, text) values (new.id * 2 + 1, new.content);
  update counts set number = number + 1 where kind = 'observations';
end;
create trigger observation_gone after delete on observations begin
  delete from texts where rowid = old.id * 2 + 1;
  update counts set number = number - 1 where kind = 'observations';
end;
create trigger relation_added after insert on relations begin
  update counts set number = number + 1 where kind = 'relations';
end;
create trigger relation_gone after delete on relations begin
  update counts set number = number - 1 where kind = 'relations';
end;
`;

/**
 * The index has no copy of the texts. Its rows: the id of an observation, minus the id of an entity, so that names are found among
 * however many observations. Trigrams, because a search finds parts of words as the reference server's does
 * (docs/decisions/0016-memory-store.md). Two ends of lines behind a text make a trigram begin with each of its characters: words of
 * one or two are found by the list of trigrams.
 */
export const createIndex = [
  "create virtual table texts using fts5 (text, tokenize = 'trigram', content = '', contentless_delete = 1)",
  `insert into texts (rowid, text) select -id, name || char(10) || type || char(10) || char(10) from entities`,
  `insert into texts (rowid, text) select id, content || char(10) || char(10) from observations`,
] as const;

const second = `
drop trigger entity_added;
drop trigger entity_gone;
drop trigger observation_added;
drop trigger observation_gone;
drop table texts;
${createIndex.join(';\n')};
create virtual table trigrams using fts5vocab (texts, row);
create index entities_by_folded_name on entities (name collate nocase);
create trigger entity_added after insert on entities begin
  insert into texts (rowid, text) values (-new.id, new.name || char(10) || new.type || char(10) || char(10));
  update counts set number = number + 1 where kind = 'entities';
end;
create trigger entity_gone after delete on entities begin
  delete from texts where rowid = -old.id;
  update counts set number = number - 1 where kind = 'entities';
end;
create trigger observation_added after insert on observations begin
  insert into texts (rowid, text) values (new.id, new.content || char(10) || char(10));
  update counts set number = number + 1 where kind = 'observations';
end;
create trigger observation_gone after delete on observations begin
  delete from texts where rowid = old.id;
  update counts set number = number - 1 where kind = 'observations';
end;
`;

/** Step N makes version N + 1 of version N. */
export const migrations = [first, second] as const;

/** Its statements one by one; the body of a trigger is indented, and belongs to it. */
export function toStatements(step: string): readonly string[] {
  return step.split(/;\n(?=create |insert |drop )/u);
}

/** Whose pages are checked before a memory is used; those of the index as well, but not word for word, which takes ten times as long. */
export const ownTables = ['entities', 'observations', 'relations', 'counts'] as const;
export const indexTables = ['texts_data', 'texts_idx', 'texts_docsize', 'texts_config'] as const;
