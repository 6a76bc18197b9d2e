// Which payment pays which item, where each may be one of several and each item is paid once.
//
// Payments and items are the two sides of a graph, an edge is an item that a payment may pay. A largest matching gives as many
// payments an item as there can be; there are often several. An edge is certain where it is in all of them (Tassa 2012):
// for one largest matching, draw its edges from item to payment and all others from payment to item; then a matched edge can be left
// out exactly if its item is reached from a payment without one, its payment reaches an item that nobody pays, or both lie on a
// circle.
//
//     P1: A or B, P2: A or B, P3: B or C   All matchings give P3 the item C; who of P1 and P2 gets A is open.
//
// Cost: matching by augmenting paths, payments × edges; the rest is linear.

struct Assignment {
  /// By payment, the items it may pay.
  let choices: [[Int]]
  let itemCount: Int

  /// By payment, the item it pays in every largest matching; nil where there is none.
  func certain() -> [Int?] {
    let (ofPayment, ofItem) = matching()
    let fromFree = reached(from: choices.indices.filter { ofPayment[$0] == nil }, ofItem)
    let toFree = reaching(ofItem, ofPayment)
    let circles = components(ofItem)
    return choices.indices.map { payment in
      guard let item = ofPayment[payment], !fromFree[payment], !toFree[payment] else { return nil }
      // The item's other payments lie on a circle with this one if they are of its strongly connected component.
      let isOnCircle = choices[payment].contains { other in
        guard other != item, let owner = ofItem[other] else { return false }
        return circles[owner] == circles[payment]
      }
      return isOnCircle ? nil : item
    }
  }

  private func matching() -> (ofPayment: [Int?], ofItem: [Int?]) {
    var ofPayment = [Int?](repeating: nil, count: choices.count)
    var ofItem = [Int?](repeating: nil, count: itemCount)
    for start in choices.indices {
      // Breadth first from a payment without an item to an item without a payment.
      var cameFrom = [Int?](repeating: nil, count: itemCount)
      var queue = [start]
      var head = 0
      var end: Int?
      search: while head < queue.count {
        let payment = queue[head]
        head += 1
        for item in choices[payment] where cameFrom[item] == nil {
          cameFrom[item] = payment
          guard let owner = ofItem[item] else {
            end = item
            break search
          }
          queue.append(owner)
        }
      }
      while let item = end, let payment = cameFrom[item] {
        end = ofPayment[payment]
        ofPayment[payment] = item
        ofItem[item] = payment
        if payment == start { break }
      }
    }
    return (ofPayment, ofItem)
  }

  /// Payments that an alternating path from these reaches: each could give its item away.
  private func reached(from starts: [Int], _ ofItem: [Int?]) -> [Bool] {
    var isReached = [Bool](repeating: false, count: choices.count)
    var queue = starts
    while let payment = queue.popLast() {
      for item in choices[payment] {
        guard let owner = ofItem[item], !isReached[owner] else { continue }
        isReached[owner] = true
        queue.append(owner)
      }
    }
    return isReached
  }

  /// Payments from which an alternating path leads to an item that nobody pays: each could take another.
  private func reaching(_ ofItem: [Int?], _ ofPayment: [Int?]) -> [Bool] {
    var payments: [[Int]] = Array(repeating: [], count: itemCount)
    for (payment, items) in choices.enumerated() { for item in items { payments[item].append(payment) } }
    var isReaching = [Bool](repeating: false, count: choices.count)
    var queue = (0..<itemCount).filter { ofItem[$0] == nil }
    while let item = queue.popLast() {
      for payment in payments[item] where !isReaching[payment] && ofPayment[payment] != item {
        isReaching[payment] = true
        if let own = ofPayment[payment] { queue.append(own) }
      }
    }
    return isReaching
  }

  /// By payment, its strongly connected component (Tarjan 1972), walked without recursion.
  private func components(_ ofItem: [Int?]) -> [Int] {
    let next = choices.map { $0.compactMap { ofItem[$0] } }
    var order = [Int](repeating: -1, count: choices.count)
    var low = order
    var component = order
    var stack: [Int] = []
    var counter = 0
    for start in choices.indices where order[start] < 0 {
      var calls = [(payment: start, edge: 0)]
      while let (payment, edge) = calls.last {
        if edge == 0 {
          order[payment] = counter
          low[payment] = counter
          counter += 1
          stack.append(payment)
        }
        if edge < next[payment].count {
          calls[calls.count - 1].edge += 1
          let other = next[payment][edge]
          if order[other] < 0 {
            calls.append((other, 0))
          } else if component[other] < 0 {
            low[payment] = min(low[payment], order[other])
          }
          continue
        }
        calls.removeLast()
        if let above = calls.last?.payment { low[above] = min(low[above], low[payment]) }
        guard low[payment] == order[payment] else { continue }
        while let member = stack.popLast() {
          component[member] = payment
          if member == payment { break }
        }
      }
    }
    return component
  }
}
