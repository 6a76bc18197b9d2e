/// Lays supplies on demands along edges so that both are used up; a flow by shortest augmenting paths (Edmonds and Karp
/// 1972), small and always in the same order.
enum JointFlow {
  /// - Returns: cash by supply and demand; nil where the edges do not allow it.
  static func solved(supplies: [Int64], demands: [Int64], edges: [[Int]]) -> [[Int64]]? {
    var flow = supplies.map { _ in [Int64](repeating: 0, count: demands.count) }
    var supply = supplies
    var demand = demands
    for source in supplies.indices {
      while supply[source] > 0 {
        guard let path = path(from: source, demand, edges, flow) else { return nil }
        var amount = min(supply[source], demand[path[path.count - 1].demand])
        for (step, next) in zip(path, path.dropFirst()) { amount = min(amount, flow[next.supply][step.demand]) }
        for (number, step) in path.enumerated() {
          flow[step.supply][step.demand] += amount
          if number > 0 { flow[step.supply][path[number - 1].demand] -= amount }
        }
        supply[source] -= amount
        demand[path[path.count - 1].demand] -= amount
      }
    }
    return demand.allSatisfy { $0 == 0 } ? flow : nil
  }

  /// One forward edge of a path; between two of them cash goes back from a demand to the next supply.
  private struct Step {
    let supply: Int
    let demand: Int
  }

  private static func path(from source: Int, _ demand: [Int64], _ edges: [[Int]], _ flow: [[Int64]]) -> [Step]? {
    var cameFrom = [Int?](repeating: nil, count: demand.count)
    var reachedBy = [Int?](repeating: nil, count: flow.count)
    var queue = [source]
    var head = 0
    while head < queue.count {
      let supply = queue[head]
      head += 1
      for place in edges[supply] where cameFrom[place] == nil {
        cameFrom[place] = supply
        if demand[place] > 0 { return steps(to: place, from: source, cameFrom, reachedBy) }
        for other in flow.indices where flow[other][place] > 0 && other != source && reachedBy[other] == nil {
          reachedBy[other] = place
          queue.append(other)
        }
      }
    }
    return nil
  }

  private static func steps(to place: Int, from source: Int, _ cameFrom: [Int?], _ reachedBy: [Int?]) -> [Step] {
    var steps: [Step] = []
    var next: Int? = place
    while let demand = next, let supply = cameFrom[demand] {
      steps.append(Step(supply: supply, demand: demand))
      next = supply == source ? nil : reachedBy[supply]
    }
    return steps.reversed()
  }
}
