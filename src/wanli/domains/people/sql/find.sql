-- Text operators are not leakproof, so under a row policy they could not use their indexes. This
-- function runs as the tables' owner and applies the reader's scope itself.
--
-- Planned for its very words (a prefix can use an index only when it is known), and written so that
-- no plan, however little is known of the tables, does more than look at every person once: right
-- after tens of thousands of people came in at once nothing is known, and a join of what was found
-- with everybody may then be made by reading everybody for each one found.
CREATE OR REPLACE FUNCTION people_find(said text, sound text, whole bytea[], tails bytea[], at_most int)
RETURNS TABLE (id uuid, rank int)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    scope ltree[] := string_to_array(current_setting('wanli.people', true), ',')::ltree[];
    found int;
BEGIN
    RETURN QUERY
    WITH seen AS NOT MATERIALIZED (
        SELECT p.id, p.name, p.pinyin, p.initials, p.id_index, p.id_tail FROM people_person p
        WHERE p.merged_into_id IS NULL AND p.left_on IS NULL AND (p.path <@ ANY (scope)
            OR (p.registered_path <> ''::ltree AND p.registered_path <@ ANY (scope)))
    ), hit AS (
        SELECT s.id, 1 AS rank, s.name AS place FROM seen s WHERE s.id_index = ANY (whole)
        UNION ALL SELECT s.id, 1, s.name FROM seen s WHERE s.id = ANY (ARRAY(
            SELECT f.person_id FROM people_phone f WHERE f.index = ANY (whole)))
        UNION ALL (SELECT s.id, 2, s.name FROM seen s WHERE said <> '' AND s.name LIKE said || '%'
            ORDER BY s.name USING ~<~ LIMIT at_most)
        UNION ALL (SELECT s.id, 3, s.name FROM seen s WHERE sound <> '' AND s.initials = sound
            ORDER BY s.name LIMIT at_most)
        UNION ALL (SELECT s.id, 4, s.pinyin FROM seen s WHERE sound <> '' AND s.pinyin LIKE sound || '%'
            ORDER BY s.pinyin USING ~<~ LIMIT at_most)
        UNION ALL SELECT s.id, 5, s.name FROM seen s WHERE s.id_tail = ANY (tails)
        UNION ALL SELECT s.id, 5, s.name FROM seen s WHERE s.id = ANY (ARRAY(
            SELECT f.person_id FROM people_phone f WHERE f.tail = ANY (tails)))
    ), once AS (
        SELECT DISTINCT ON (h.id) h.id, h.rank, h.place FROM hit h ORDER BY h.id, h.rank
    )
    SELECT o.id, o.rank FROM once o ORDER BY o.rank, o.place COLLATE "C", o.id LIMIT at_most;
    GET DIAGNOSTICS found = ROW_COUNT;
    -- Words inside a name have no index: everybody is looked at, when there is room for more.
    IF char_length(said) >= 2 AND found < at_most THEN
        RETURN QUERY
        SELECT p.id, 6 FROM people_person p
        WHERE p.name LIKE '_%' || said || '%' AND p.name NOT LIKE said || '%'
            AND p.merged_into_id IS NULL AND p.left_on IS NULL AND (p.path <@ ANY (scope)
            OR (p.registered_path <> ''::ltree AND p.registered_path <@ ANY (scope)))
        ORDER BY p.name COLLATE "C", p.id LIMIT at_most - found;
    END IF;
END $$;
REVOKE ALL ON FUNCTION people_find(text, text, bytea[], bytea[], int) FROM PUBLIC;
