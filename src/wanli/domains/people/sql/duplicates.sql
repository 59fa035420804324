-- Pairs that may be one person, with why. Only equality of names, sounds and keyed digests is asked
-- for: nothing is opened, and every join can be hashed. Two resident IDs that differ tell people
-- apart, except where their ends and the names agree: then one of them was mistyped.
WITH mine AS MATERIALIZED (
    SELECT id, path, name, pinyin, birth_date, id_tail,
           CASE WHEN id_kind = 'resident' THEN id_index END AS card
    FROM people_person
    WHERE path <@ ANY (%(paths)s::ltree[]) AND merged_into_id IS NULL AND left_on IS NULL
), phone AS MATERIALIZED (
    SELECT f.index, m.id, m.name, m.pinyin, m.birth_date, m.card
    FROM people_phone f JOIN mine m ON m.id = f.person_id
), alike AS (
    SELECT a.id AS one, b.id AS other, 'document' AS reason
    FROM mine a JOIN mine b ON b.id_tail = a.id_tail AND b.name = a.name AND b.id > a.id
    UNION ALL
    SELECT a.id, b.id, 'birthday'
    FROM mine a JOIN mine b ON b.name = a.name AND b.birth_date = a.birth_date AND b.id > a.id
    WHERE (a.card = b.card) IS NOT FALSE
    UNION ALL
    SELECT a.id, b.id, 'home'
    FROM mine a JOIN mine b ON b.path = a.path AND b.pinyin = a.pinyin AND b.id > a.id
    WHERE (a.card = b.card) IS NOT FALSE
    UNION ALL
    SELECT a.id, b.id, 'phone'
    FROM phone a JOIN phone b ON b.index = a.index AND b.id > a.id
    WHERE (a.card = b.card) IS NOT FALSE
      AND (a.pinyin = b.pinyin OR strpos(a.name, b.name) > 0 OR strpos(b.name, a.name) > 0
           OR (a.birth_date = b.birth_date AND left(a.name, 1) = left(b.name, 1)))
)
SELECT one, other, array_agg(DISTINCT reason ORDER BY reason), count(*) OVER ()
FROM alike
WHERE NOT EXISTS (
    SELECT FROM people_different d WHERE d.one_id = alike.one AND d.other_id = alike.other
)
GROUP BY one, other
ORDER BY count(DISTINCT reason) DESC, one, other
LIMIT %(limit)s OFFSET %(offset)s
