//! Google's side of Business Messages, for trying Sentralbord and for its tests.
