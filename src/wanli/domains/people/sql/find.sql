-- Text operators are not leakproof, so under a row policy they could not use their indexes. This
-- function runs as the tables' owner and applies the reader's scope itself.
CREATE FUNCTION people_find(said text, sound text, whole bytea[], tails bytea[], at_most int)
RETURNS TABLE (id uuid, rank int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    WITH scope AS (
        SELECT string_to_array(current_setting('wanli.people', true), ',')::ltree[] AS paths
    ), hit AS (
        SELECT p.id, 1 AS rank FROM people_person p WHERE p.id_index = ANY (whole)
        UNION ALL SELECT f.person_id, 1 FROM people_phone f WHERE f.index = ANY (whole)
        UNION ALL SELECT p.id, 2 FROM people_person p WHERE said <> '' AND p.name LIKE said || '%'
        UNION ALL SELECT p.id, 3 FROM people_person p WHERE sound <> '' AND p.initials = sound
        UNION ALL SELECT p.id, 4 FROM people_person p WHERE sound <> '' AND p.pinyin LIKE sound || '%'
        UNION ALL SELECT p.id, 5 FROM people_person p WHERE p.id_tail = ANY (tails)
        UNION ALL SELECT f.person_id, 5 FROM people_phone f WHERE f.tail = ANY (tails)
        UNION ALL SELECT p.id, 6 FROM people_person p
            WHERE char_length(said) >= 2 AND p.name LIKE '%' || said || '%'
    )
    SELECT p.id, min(h.rank)
    FROM hit h JOIN people_person p ON p.id = h.id CROSS JOIN scope s
    WHERE (p.path <@ ANY (s.paths) OR p.registered_path <@ ANY (s.paths))
      AND p.merged_into_id IS NULL AND p.left_on IS NULL
    GROUP BY p.id, p.name ORDER BY min(h.rank), p.name LIMIT at_most
$$;
REVOKE ALL ON FUNCTION people_find(text, text, bytea[], bytea[], int) FROM PUBLIC;
