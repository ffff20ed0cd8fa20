"""The graph modules: against brute force on small random graphs, with edges and errors."""

from __future__ import annotations

import random
import unittest
from collections.abc import Iterator
from itertools import combinations
from math import inf

import graphs
import graphs_grid
import graphs_order
import graphs_shortest
import graphs_spanning

Graph = list[list[int]]


def random_graphs(seed: int) -> Iterator[Graph]:
    generator = random.Random(seed)
    for _ in range(60):
        n = generator.randint(1, 8)
        yield [generator.sample(range(n), generator.randint(0, min(n, 3))) for _ in range(n)]


def reachable(graph: Graph) -> list[set[int]]:
    """Return what each vertex reaches, by repeating the definition until nothing is added."""
    reach = [{vertex} for vertex in range(len(graph))]
    for _ in graph:
        for vertex, targets in enumerate(graph):
            reach[vertex].update(*(reach[target] for target in targets))
    return reach


class Walks(unittest.TestCase):
    def test_walks_visit_once_what_the_source_reaches(self) -> None:
        for graph in random_graphs(1):
            expected = sorted(reachable(graph)[0])
            for group in graphs.PROBLEMS.values():
                orders = [solver(graph, 0) for solver in group]
                self.assertEqual(orders[0], orders[1])
                self.assertEqual(sorted(orders[0]), expected)

    def test_refuses_a_vertex_that_does_not_exist(self) -> None:
        for solver in (solver for group in graphs.PROBLEMS.values() for solver in group):
            for graph, source in (([[]], 1), ([[]], -1), ([[5]], 0), ([], 0)):
                with self.subTest(solver.__name__), self.assertRaisesRegex(ValueError, "exist"):
                    solver(graph, source)
            with self.subTest(solver.__name__), self.assertRaises(TypeError):
                solver([[True], []], 0)

    def test_only_the_recursive_walk_minds_depth(self) -> None:
        path = [[vertex + 1] for vertex in range(9_999)] + [[]]
        self.assertEqual(graphs.dfs_iterative(path, 0), list(range(10_000)))
        with self.assertRaises(RecursionError):
            graphs.dfs_recursive(path, 0)


class Order(unittest.TestCase):
    def test_topological_order_points_every_edge_forward_or_finds_a_cycle(self) -> None:
        for graph in random_graphs(2):
            reach = reachable(graph)
            cyclic = any(u in reach[v] for u, targets in enumerate(graph) for v in targets)
            for solver in graphs_order.PROBLEMS["topological_order"]:
                with self.subTest(solver.__name__, graph=graph):
                    if cyclic:
                        with self.assertRaisesRegex(ValueError, "cycle"):
                            solver(graph)
                    else:
                        self.check_order(graph, solver(graph))

    def check_order(self, graph: Graph, order: list[int]) -> None:
        self.assertEqual(sorted(order), list(range(len(graph))))
        for vertex, targets in enumerate(graph):
            for target in targets:
                self.assertLess(order.index(vertex), order.index(target))

    def test_components_are_what_reaches_each_other(self) -> None:
        for graph in random_graphs(3):
            reach = reachable(graph)
            expected = {frozenset(v for v in reach[u] if u in reach[v]) for u in range(len(graph))}
            for solver in graphs_order.PROBLEMS["components"]:
                with self.subTest(solver.__name__, graph=graph):
                    self.assertEqual(solver(graph), expected)

    def test_the_empty_graph_and_wrong_vertices(self) -> None:
        for solver in (s for group in graphs_order.PROBLEMS.values() for s in group):
            with self.subTest(solver.__name__):
                self.assertEqual(len(solver([])), 0)
                with self.assertRaisesRegex(ValueError, "does not exist"):
                    solver([[1]])


class Shortest(unittest.TestCase):
    def test_four_ways_find_the_same_distances(self) -> None:
        generator = random.Random(4)
        for plain in random_graphs(4):
            graph = [[(v, generator.randint(0, 9)) for v in targets] for targets in plain]
            rows = graphs_shortest.floyd_warshall(graph)
            self.assertEqual(rows, graphs_shortest.repeated_dijkstra(graph))
            for source, row in enumerate(rows):
                self.assertEqual(graphs_shortest.dijkstra(graph, source), row)
                self.assertEqual(graphs_shortest.bellman_ford(graph, source), row)

    def test_negative_edges_and_cycles(self) -> None:
        falling = [[(1, 2)], [(2, -5)], []]
        self.assertEqual(graphs_shortest.bellman_ford(falling, 0), [0, 2, -3])
        self.assertEqual(graphs_shortest.floyd_warshall(falling)[1], [inf, 0, -5])
        endless = [[(1, 1)], [(0, -2)]]
        for call in (
            lambda: graphs_shortest.dijkstra(falling, 0),
            lambda: graphs_shortest.repeated_dijkstra(falling),
            lambda: graphs_shortest.bellman_ford(endless, 0),
            lambda: graphs_shortest.floyd_warshall(endless),
            lambda: graphs_shortest.floyd_warshall([[(0, -1)]]),
        ):
            with self.assertRaisesRegex(ValueError, "negative"):
                call()

    def test_a_negative_cycle_out_of_reach_does_no_harm(self) -> None:
        self.assertEqual(graphs_shortest.bellman_ford([[], [(1, -1)]], 0), [0, inf])

    def test_refuses_weights_that_are_no_finite_numbers(self) -> None:
        for weight, error in ((float("nan"), ValueError), (inf, ValueError), ("1", TypeError)):
            with self.assertRaisesRegex(error, "a weight must be"):
                graphs_shortest.dijkstra([[(0, weight)]], 0)  # type: ignore[list-item]


class Spanning(unittest.TestCase):
    def test_forests_are_as_cheap_as_brute_force_finds(self) -> None:
        generator = random.Random(5)
        for _ in range(40):
            n = generator.randint(1, 5)
            ends = [(generator.randrange(n), generator.randrange(n)) for _ in range(7)]
            edges = [(generator.randint(-3, 5), u, v) for u, v in ends]
            expected = self.cheapest(n, edges)
            for solver in graphs_spanning.PROBLEMS["spanning_forest"]:
                with self.subTest(solver.__name__, n=n, edges=edges):
                    forest = solver(n, edges)
                    self.assertEqual((len(forest), sum(edge[0] for edge in forest)), expected)

    def cheapest(self, n: int, edges: list[tuple[int, int, int]]) -> tuple[int, int]:
        """Return the size and weight of the cheapest edges that connect what all edges do."""
        whole = self.connected(n, edges)
        for size in range(n):
            choices = [c for c in combinations(edges, size) if self.connected(n, c) == whole]
            if choices:
                return size, min(sum(edge[0] for edge in choice) for choice in choices)
        raise AssertionError("n - 1 edges always suffice")

    def connected(self, n: int, edges: object) -> list[set[int]]:
        graph: Graph = [[] for _ in range(n)]
        for _, u, v in edges:  # type: ignore[attr-defined]
            graph[u].append(v)
            graph[v].append(u)
        return reachable(graph)

    def test_refuses_unsound_edges(self) -> None:
        for solver in graphs_spanning.PROBLEMS["spanning_forest"]:
            for edge, error in (((1, 0, 2), ValueError), ((inf, 0, 1), ValueError)):
                with self.subTest(solver.__name__, edge=edge), self.assertRaises(error):
                    solver(2, [edge])
            for edge in (("1", 0, 1), (1, 0.0, 1), (True, 0, 1)):
                with self.subTest(solver.__name__, edge=edge), self.assertRaises(TypeError):
                    solver(2, [edge])
            with self.subTest(solver.__name__), self.assertRaises(ValueError):
                solver(-1, [])


class GridSteps(unittest.TestCase):
    def test_three_ways_count_the_same_steps_in_random_grids(self) -> None:
        generator = random.Random(6)
        for _ in range(200):
            height, width = generator.randint(1, 7), generator.randint(1, 7)
            grid = ["".join(generator.choices("..#", k=width)) for _ in range(height)]
            free = [(r, c) for r in range(height) for c in range(width) if grid[r][c] == "."]
            if free:
                start, goal = generator.choices(free, k=2)
                found = {s(grid, start, goal) for s in graphs_grid.PROBLEMS["grid_steps"]}
                self.assertEqual(len(found), 1, (grid, start, goal, found))

    def test_knows_when_there_is_no_way_and_when_there_is_none_to_go(self) -> None:
        for solver in graphs_grid.PROBLEMS["grid_steps"]:
            with self.subTest(solver.__name__):
                self.assertIsNone(solver([".#."], (0, 0), (0, 2)))
                self.assertEqual(solver(["."], (0, 0), (0, 0)), 0)

    def test_refuses_walls_outsides_and_ragged_grids(self) -> None:
        for solver in graphs_grid.PROBLEMS["grid_steps"]:
            for grid, goal in (([".#"], (0, 1)), (["."], (0, -1)), ([".", ".."], (0, 0))):
                with self.subTest(solver.__name__, grid=grid), self.assertRaises(ValueError):
                    solver(grid, (0, 0), goal)
            with self.subTest(solver.__name__), self.assertRaises(TypeError):
                solver(["."], (0, 0), (0, 0.0))
