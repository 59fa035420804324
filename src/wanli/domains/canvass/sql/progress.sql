-- How far campaigns are with the homes below some places: one campaign, else all that run, else all
-- that are over. A subdistrict has thirty thousand doors, and a policy looks at each of them and at
-- each of their places; this function runs as the tables' owner and applies the reader's scope itself.
CREATE FUNCTION canvass_progress(below ltree[], one uuid, are_running boolean)
RETURNS TABLE (campaign_id uuid, total bigint, unsettled bigint, again bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    WITH scope AS (
        SELECT string_to_array(current_setting('wanli.people', true), ',')::ltree[] AS paths
    )
    SELECT d.campaign_id, count(*), count(*) FILTER (WHERE NOT d.settled),
        count(*) FILTER (WHERE NOT d.settled AND d.visits > 0)
    FROM canvass_door d JOIN places_place p ON p.id = d.place_id CROSS JOIN scope s
    WHERE d.path <@ ANY (below) AND d.path <@ ANY (s.paths) AND p.retired_on IS NULL
      AND CASE WHEN one IS NULL THEN d.running = are_running ELSE d.campaign_id = one END
    GROUP BY d.campaign_id
$$;
REVOKE ALL ON FUNCTION canvass_progress(ltree[], uuid, boolean) FROM PUBLIC;
