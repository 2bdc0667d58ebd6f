// Processes and jobs that disagree with the others of their kind, told once each, however many cases they disagree in.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/gate/gate_questions.h"
#include "analysis/gate/history.h"

namespace gpupeak {

class Disturbances {
 public:
  // What of this question could have moved its verdict and does not count: a disturbance below the limit is none's
  // business. `stored`: the class of its history; `candidate`: the name of the report.
  void look_at(const Question&, const History&, const BaselineClass& stored, std::string_view candidate);

  // A sentence for each, the one that disagrees in most cases first; what are many more are counted.
  std::vector<std::string> notes() const;

 private:
  // `who` ("process 3 of report.json") was `off` from the others in that case, a logarithm.
  void add(const std::string& who, std::string_view id, double off);

  struct Seen {
    size_t cases = 0;
    std::string worst;  // its id
    double off = 0;
  };
  std::map<std::string, Seen> seen_;
};

}  // namespace gpupeak
