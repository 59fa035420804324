-- Append entries; the trigger on ledger_entry feeds the tail and tells who listens.
INSERT INTO ledger_entry
    (path, measure, delta, source_kind, source, day, at, kind, reason, user_id)
SELECT e.path, e.measure, e.delta, e.source_kind, e.source, e.day,
       %(at)s, %(kind)s, e.reason, %(user)s
FROM unnest(%(paths)s::ltree[], %(measures)s::text[], %(deltas)s::int[],
            %(source_kinds)s::text[], %(sources)s::uuid[], %(days)s::date[], %(reasons)s::text[])
     AS e (path, measure, delta, source_kind, source, day, reason)
