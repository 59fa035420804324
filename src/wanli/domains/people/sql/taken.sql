-- Which of these documents belong to somebody already, whoever may see her. A document is one
-- person's in the whole installation: the unique index says so at the insert, this says it before.
CREATE FUNCTION people_taken(documents bytea[]) RETURNS SETOF bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT p.id_index FROM people_person p
    WHERE p.id_index = ANY (documents) AND p.merged_into_id IS NULL
$$;
REVOKE ALL ON FUNCTION people_taken(bytea[]) FROM PUBLIC;
