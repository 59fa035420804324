-- How far campaigns are with the homes below some places: one campaign, else all that run or that are
-- over, or both. A subdistrict has thirty thousand doors, and a policy looks at each of them and at
-- each of their places; this function runs as the tables' owner and applies the reader's scope itself:
-- once, to the places asked for, and then looks at each door for all that is left of them.
CREATE OR REPLACE FUNCTION canvass_progress(below ltree[], one uuid, are_running boolean)
RETURNS TABLE (campaign_id uuid, total bigint, unsettled bigint, again bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    scope ltree[] := string_to_array(current_setting('wanli.people', true), ',')::ltree[];
    shared ltree[] := ARRAY(
        SELECT b FROM unnest(below) AS b WHERE b <@ ANY (scope)
        UNION SELECT s FROM unnest(scope) AS s WHERE s <@ ANY (below));
BEGIN
    RETURN QUERY
    SELECT d.campaign_id, count(*), count(*) FILTER (WHERE NOT d.settled),
        count(*) FILTER (WHERE NOT d.settled AND d.visits > 0)
    FROM canvass_door d
    WHERE d.path <@ ANY (shared)
      AND (one IS NULL OR d.campaign_id = one)
      AND (one IS NOT NULL OR are_running IS NULL OR d.running = are_running)
      AND d.place_id NOT IN (SELECT p.id FROM places_place p WHERE p.retired_on IS NOT NULL)
    GROUP BY d.campaign_id;
END $$;
REVOKE ALL ON FUNCTION canvass_progress(ltree[], uuid, boolean) FROM PUBLIC;
