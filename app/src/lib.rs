//! The pages of Sentralbord and their server functions; compiled natively only.
