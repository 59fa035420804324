-- Everything in stock below the old path leaves it and arrives at the same spot below the new one.
WITH held AS (
    SELECT path, measure, source_kind, source, sum(delta) AS n
    FROM ledger_entry WHERE path <@ %(old)s::ltree
    GROUP BY path, measure, source_kind, source HAVING sum(delta) <> 0
)
INSERT INTO ledger_entry
    (path, measure, delta, source_kind, source, day, at, kind, reason, user_id)
SELECT leg.path, h.measure, leg.sign * h.n, h.source_kind, h.source,
       %(day)s, %(at)s, 't', %(reason)s, %(user)s
FROM held h
CROSS JOIN LATERAL (VALUES
    (h.path, -1),
    (CASE WHEN h.path = %(old)s::ltree THEN %(new)s::ltree
          ELSE %(new)s::ltree || subpath(h.path, nlevel(%(old)s::ltree)) END, 1)
) AS leg (path, sign)
