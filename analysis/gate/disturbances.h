// Processes and jobs that disagree with the others of their kind, told once each, however many cases they disagree in.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak {

class Disturbances {
 public:
  // `who` ("process 3 of the report") was `off` from the others in that case, a logarithm; it does not count there.
  void add(const std::string& who, std::string_view id, double off);

  // A sentence for each, the one that disagrees in most cases first; what are many more are counted.
  std::vector<std::string> notes() const;

 private:
  struct Seen {
    size_t cases = 0;
    std::string worst;  // its id
    double off = 0;
  };
  std::map<std::string, Seen> seen_;
};

}  // namespace gpupeak
