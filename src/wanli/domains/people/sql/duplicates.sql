-- Pairs that may be one person, with why. Only names, sounds and keyed digests are compared: nothing
-- is opened. People are gathered under what they would share and paired inside each small group, so
-- the cost does not hang on the planner's guess of how many rows a row policy lets through.
-- Two resident IDs that differ tell people apart, except where their ends and the names agree: then
-- one of them was mistyped. A number that very many people gave says nothing about any two of them.
WITH mine AS MATERIALIZED (
    SELECT id, hashtextextended(name || encode(id_tail, 'hex'), 1) AS document,
           hashtextextended(name || birth_date::text, 2) AS birthday,
           hashtextextended(path::text || ' ' || NULLIF(pinyin, ''), 3) AS home
    FROM people_person
    WHERE path <@ ANY (%(paths)s::ltree[]) AND merged_into_id IS NULL AND left_on IS NULL
), shared AS (
    SELECT 'document' AS reason, document AS key, id FROM mine WHERE document IS NOT NULL
    UNION ALL SELECT 'birthday', birthday, id FROM mine WHERE birthday IS NOT NULL
    UNION ALL SELECT 'home', home, id FROM mine WHERE home IS NOT NULL
    UNION ALL
    SELECT 'phone', hashtextextended(encode(f.index, 'hex'), 4), m.id
    FROM people_phone f JOIN mine m ON m.id = f.person_id
), gathered AS (
    SELECT reason, array_agg(id) AS ids
    FROM shared GROUP BY reason, key HAVING count(*) BETWEEN 2 AND 60
), pairs AS (
    SELECT a.id AS one, b.id AS other, array_agg(DISTINCT g.reason ORDER BY g.reason) AS reasons
    FROM gathered g
    CROSS JOIN LATERAL unnest(g.ids) AS first (id)
    CROSS JOIN LATERAL unnest(g.ids) AS second (id)
    JOIN people_person a ON a.id = first.id
    JOIN people_person b ON b.id = second.id
    WHERE second.id > first.id
      AND (g.reason = 'document' OR a.id_kind <> 'resident' OR b.id_kind <> 'resident'
           OR a.id_index = b.id_index)
      AND (g.reason <> 'phone' OR a.pinyin = b.pinyin
           OR strpos(a.name, b.name) > 0 OR strpos(b.name, a.name) > 0
           OR (a.birth_date = b.birth_date AND left(a.name, 1) = left(b.name, 1)))
    GROUP BY a.id, b.id
)
SELECT one, other, reasons, count(*) OVER ()
FROM pairs
WHERE NOT EXISTS (
    SELECT FROM people_different d WHERE d.one_id = pairs.one AND d.other_id = pairs.other
)
ORDER BY cardinality(reasons) DESC, one, other
LIMIT %(limit)s OFFSET %(offset)s
