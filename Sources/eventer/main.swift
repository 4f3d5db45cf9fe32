print("eventer")
