"""What is asked of the queue's tables beside what Procrastinate's own functions do."""

from __future__ import annotations

from typing import LiteralString

FINISH: LiteralString = """
DELETE FROM procrastinate_jobs
WHERE id = %(job)s AND status = 'doing' AND worker_id IS NOT DISTINCT FROM %(worker)s RETURNING id
"""
UNLOCK: LiteralString = """
UPDATE procrastinate_jobs SET lock = NULL
WHERE id = %(job)s AND status = 'doing' AND worker_id = %(worker)s RETURNING id
"""
MINE: LiteralString = """
SELECT id FROM procrastinate_jobs
WHERE id = %(job)s AND status = 'doing' AND worker_id = %(worker)s
"""
BACK: LiteralString = """
UPDATE procrastinate_jobs
SET status = 'todo', worker_id = NULL, lock = %(lock)s, queue_name = %(queue)s,
    attempts = attempts + %(more)s
WHERE id = %(job)s AND status = 'doing' AND worker_id IS NOT DISTINCT FROM %(worker)s RETURNING id
"""
BEAT: LiteralString = (
    "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = %(worker)s RETURNING id"
)
ENLIST: LiteralString = (
    "INSERT INTO workers (id, name, zone) VALUES (%(worker)s, %(name)s, %(zone)s) RETURNING id"
)
UPTIME: LiteralString = (
    "SELECT extract(epoch FROM now() - pg_postmaster_start_time())::float AS seconds"
)
RUNS: LiteralString = """
SELECT args->>'run' AS run, args->>'zone' AS zone, args->>'version' AS version,
       args->>'fingerprint' AS fingerprint, count(*) FILTER (WHERE status = 'todo') AS waiting,
       count(*) FILTER (WHERE status = 'doing') AS doing, min(id) AS first
FROM procrastinate_jobs WHERE status IN ('todo', 'doing') GROUP BY 1, 2, 3, 4 ORDER BY first
"""
LEFT: LiteralString = """
SELECT id FROM procrastinate_jobs
WHERE status = 'todo' AND queue_name = ANY(%(queues)s::varchar[]) LIMIT 1
"""
SITES: LiteralString = """
SELECT job.args->>'site' AS site, job.status = 'doing' AS doing
FROM procrastinate_jobs job WHERE job.args->>'run' = %(run)s AND job.status IN ('todo', 'doing')
"""
WITHDRAW: LiteralString = """
DELETE FROM procrastinate_jobs WHERE args->>'run' = %(run)s AND status = 'todo' RETURNING id
"""
STATUS: LiteralString = """
SELECT workers.name, workers.zone, workers.since,
       extract(epoch FROM now() - beat.last_heartbeat)::float AS silent,
       job.args->>'run' AS run, job.args->>'site' AS site,
       extract(epoch FROM now() - (
           SELECT max(event.at) FROM procrastinate_events event
           WHERE event.job_id = job.id AND event.type = 'started'))::float AS busy
FROM workers JOIN procrastinate_workers beat ON beat.id = workers.id
LEFT JOIN procrastinate_jobs job ON job.worker_id = workers.id AND job.status = 'doing'
ORDER BY workers.zone, workers.name, job.id
"""
