from search.bench import generate_documents, generate_queries, run


def test_same_seed_makes_the_same_documents_and_queries() -> None:
    assert list(generate_documents(20, seed=3)) == list(generate_documents(20, seed=3))
    assert generate_queries(seed=3) == generate_queries(seed=3)
    assert len(generate_queries(seed=3)) == 200


def test_run_names_its_figures_by_size() -> None:
    figures = run([50], seed=1)
    names = {
        "p50_ms",
        "p95_ms",
        "bare_p50_ms",
        "bare_p95_ms",
        "ratio_p50",
        "ratio_p95",
        "build_s",
        "snapshot_mb",
        "cold_start_ms",
        "edit_visible_p95_ms",
        "peak_mb",
    }
    assert figures.keys() == {f"search.50.{name}" for name in names}
    assert figures["search.50.ratio_p50"] > 0
